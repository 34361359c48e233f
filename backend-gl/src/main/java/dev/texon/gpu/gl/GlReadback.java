package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.PIXEL_PACK_BUFFER;
import static dev.texon.gpu.gl.GlConstants.RGBA;
import static dev.texon.gpu.gl.GlConstants.STREAM_READ;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.Region;
import dev.texon.gpu.spi.DriverReadback;
import java.nio.ByteBuffer;

/**
 * Reads RGBA, the one format that every member of the family can read from every color buffer, and keeps the texture's channels.
 */
abstract class GlReadback implements DriverReadback {
    final Gl gl;
    final ByteBuffer rgba;
    private final int channels;
    private final ElementType type;

    private GlReadback(Gl gl, ByteBuffer rgba, int channels, ElementType type) {
        this.gl = gl;
        this.rgba = rgba;
        this.channels = channels;
        this.type = type;
    }

    /** Brings the RGBA texels into the buffer, from 0 to its limit. */
    abstract void fetch();

    @Override
    public final void get(ByteBuffer into) {
        try {
            fetch();
        } finally {
            close();
        }
        rgba.rewind();
        if (channels == 4) {
            into.put(rgba);
        } else {
            GlTexels.narrow(rgba, channels, type, into);
        }
    }

    /**
     * Reads the bound framebuffer now, in bands of rows that respect the binding's largest transfer.
     *
     * @param check throws if there has been an error
     */
    static GlReadback now(
            Gl gl, ByteBuffer rgba, Region region, int channels, ElementType type, int glType, Runnable check) {
        int rowBytes = region.width() * type.bytesPerTexel(4);
        int band = Math.max(1, gl.maxTransferBytes() / rowBytes);
        for (int row = 0; row < region.height(); row += band) {
            int rows = Math.min(band, region.height() - row);
            ByteBuffer part = rgba.slice(row * rowBytes, rows * rowBytes).order(rgba.order());
            gl.readPixels(region.x(), region.y() + row, region.width(), rows, RGBA, glType, part);
        }
        check.run();
        return new GlReadback(gl, rgba, channels, type) {
            @Override
            void fetch() {}

            @Override
            public boolean isDone() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Reads the bound framebuffer into a pixel-pack buffer and sets a fence behind.
     *
     * @param check throws if there has been an error; it is called when the bytes have come, since in a browser it waits for all that
     *     has been queued
     */
    static GlReadback later(
            Gl gl,
            ByteBuffer rgba,
            Region region,
            int channels,
            ElementType type,
            int glType,
            GlWait wait,
            Runnable check) {
        int buffer = gl.createBuffer();
        gl.bindBuffer(PIXEL_PACK_BUFFER, buffer);
        gl.bufferData(PIXEL_PACK_BUFFER, rgba.limit(), STREAM_READ);
        gl.readPixelsToBuffer(region.x(), region.y(), region.width(), region.height(), RGBA, glType);
        gl.bindBuffer(PIXEL_PACK_BUFFER, 0);
        GlFence fence = new GlFence(gl, wait);
        return new GlReadback(gl, rgba, channels, type) {
            private boolean open = true;

            @Override
            void fetch() {
                fence.await();
                gl.bindBuffer(PIXEL_PACK_BUFFER, buffer);
                try {
                    gl.getBufferSubData(PIXEL_PACK_BUFFER, rgba);
                    check.run();
                } finally {
                    gl.bindBuffer(PIXEL_PACK_BUFFER, 0);
                }
            }

            @Override
            public boolean isDone() {
                return fence.isReached();
            }

            @Override
            public void close() {
                if (open) {
                    open = false;
                    fence.close();
                    GlDriver.quietly(() -> gl.deleteBuffer(buffer));
                }
            }
        };
    }
}
