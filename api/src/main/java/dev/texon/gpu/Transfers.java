package dev.texon.gpu;

import dev.texon.gpu.spi.Cleanup;
import dev.texon.gpu.spi.DriverReadback;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Data to, from and between textures, by the way that the measured capabilities allow: directly, or by drawing. Large regions go in
 * bands of rows, so that memory beside the data stays small.
 */
final class Transfers {
    /** Bytes of one band, about. */
    private static final int BAND = 16 << 20;

    private final GpuDevice device;
    private final Counters counters;
    private ByteBuffer staging = direct(1 << 16);
    private @Nullable Program copyProgram;
    private @Nullable Program readProgram;

    Transfers(GpuDevice device, Counters counters) {
        this.device = device;
        this.counters = counters;
    }

    void upload(Texture texture, int level, Region region, FloatBuffer values) {
        TextureFormat format = texture.descriptor().format();
        check(texture, level, region, values.remaining(), region.texels() * format.channels(), "numbers");
        inBands(region, format.bytesPerTexel(), band -> {
            ByteBuffer data = staging(band.texels() * format.bytesPerTexel());
            format.elementType().encode(values, data);
            send(texture, level, band, data.flip());
        });
    }

    void uploadHalf(Texture texture, int level, Region region, short[] halves) {
        TextureFormat format = texture.descriptor().format();
        if (format.elementType() != ElementType.HALF_FLOAT) {
            throw new IllegalArgumentException("Half floats are uploaded to texture '" + texture.label()
                    + "', whose format is " + format + "; use upload(…).");
        }
        check(texture, level, region, halves.length, region.texels() * format.channels(), "half floats");
        ByteBuffer data = staging(2L * halves.length);
        data.asShortBuffer().put(halves);
        send(texture, level, region, data);
    }

    void upload(Texture texture, int level, Region region, ByteBuffer bytes) {
        TextureFormat format = texture.descriptor().format();
        check(texture, level, region, bytes.remaining(), region.texels() * format.bytesPerTexel(), "bytes");
        int elementBytes = format.elementType().bytes();
        boolean swapped = elementBytes > 1 && bytes.order() != ByteOrder.nativeOrder();
        // A driver is C, which may read an element only from a multiple of its size.
        if (!swapped && bytes.isDirect() && bytes.alignmentOffset(bytes.position(), elementBytes) == 0) {
            send(texture, level, region, bytes.duplicate().order(ByteOrder.nativeOrder()));
        } else {
            ByteBuffer data = staging(bytes.remaining());
            ByteBuffer given = bytes.duplicate().order(bytes.order());
            if (!swapped) {
                data.put(given);
            } else if (elementBytes == 2) {
                data.asShortBuffer().put(given.asShortBuffer());
            } else {
                data.asIntBuffer().put(given.asIntBuffer());
            }
            send(texture, level, region, data.rewind());
        }
    }

    private void check(Texture texture, int level, Region region, long given, long needed, String unit) {
        device.checkUsable(texture);
        texture.checkRegion(level, region);
        if (given != needed) {
            throw new IllegalArgumentException("Region " + region + " of texture '" + texture.label() + "' ("
                    + texture.descriptor().format() + ") takes " + needed + " " + unit + ", not " + given + ".");
        }
    }

    private void send(Texture texture, int level, Region region, ByteBuffer data) {
        TextureFormat format = texture.descriptor().format();
        int bytes = data.remaining();
        if (device.capabilities().supports(format, FormatFeature.UPLOAD)) {
            device.guarded(() -> {
                device.driver().upload(texture.driverTexture(), level, region, format.elementType(), data);
                return true;
            });
            counters.uploaded(bytes);
        } else {
            draw(texture, level, region, data);
        }
    }

    /** Fills by drawing from a float texture; the values are rounded already, so that storing them changes nothing. */
    private void draw(Texture texture, int level, Region region, ByteBuffer data) {
        TextureFormat format = texture.descriptor().format();
        float[] values = new float[Math.toIntExact(region.texels() * format.channels())];
        format.elementType().decode(data, FloatBuffer.wrap(values));
        TextureFormat wide = format.wide();
        device.require(wide, FormatFeature.UPLOAD, "filling texture '" + texture.label() + "' by drawing");
        try (Texture source = device.createTexture(
                TextureDescriptor.of("floats for '" + texture.label() + "'", region.width(), region.height(), wide))) {
            source.upload(values);
            copyPass(source, texture, -region.x(), -region.y())
                    .level(level)
                    .region(region)
                    .draw();
        }
    }

    void copy(Texture source, Region region, Texture target, int x, int y) {
        device.checkUsable(source);
        device.checkUsable(target);
        source.checkRegion(0, region);
        Region area = new Region(x, y, region.width(), region.height());
        target.checkRegion(0, area);
        copyPass(source, target, region.x() - x, region.y() - y).region(area).draw();
    }

    private Pass copyPass(Texture source, Texture target, int offsetX, int offsetY) {
        Program program = copyProgram;
        if (program == null) {
            program = device.createProgram(ProgramDescriptor.builder("copy")
                    .texels("source")
                    .uniform("offset", UniformType.VEC2)
                    .output("target")
                    .kernel("copy")
                    .build());
            copyProgram = program;
        }
        return device.pass(program)
                .input("source", source)
                .uniform("offset", (float) offsetX, (float) offsetY)
                .target(target);
    }

    void read(Texture texture, int level, Region region, FloatBuffer into) {
        device.checkUsable(texture);
        texture.checkRegion(level, region);
        long needed = region.texels() * texture.descriptor().format().channels();
        if (into.remaining() < needed) {
            throw new IllegalArgumentException("Region " + region + " of texture '" + texture.label() + "' gives "
                    + needed + " numbers, and the buffer has room for " + into.remaining() + ".");
        }
        forEachReadable(texture, level, region, (part, direct) -> (direct
                        ? readDirectly(texture, level, part, true)
                        : encode(texture, level, part, true))
                .take(into));
    }

    /** Reads by encoding floats in bytes, whatever else the adapter can do. */
    float[] readEncoded(Texture texture, int level, Region region) {
        float[] values = texture.newArray(region);
        encode(texture, level, region, true).take(FloatBuffer.wrap(values));
        return values;
    }

    CompletableFuture<float[]> readAsync(Texture texture, int level, Region region) {
        device.checkUsable(texture);
        texture.checkRegion(level, region);
        float[] values = texture.newArray(region);
        if (!device.capabilities().supports(Feature.ASYNC_READ_BACK)) {
            read(texture, level, region, FloatBuffer.wrap(values));
            return device.completed(values);
        }
        List<Reading> readings = new ArrayList<>();
        Runnable free = () -> {
            Cleanup cleanup = new Cleanup();
            readings.forEach(reading -> cleanup.run(reading::free));
            cleanup.finish();
        };
        try {
            forEachReadable(
                    texture,
                    level,
                    region,
                    (part, direct) -> readings.add(
                            direct ? readDirectly(texture, level, part, false) : encode(texture, level, part, false)));
        } catch (Throwable e) {
            new Cleanup(e).run(free);
            throw e;
        }
        // They are made and read in order: when the last has come, all have.
        Reading last = readings.get(readings.size() - 1);
        return device.pending(
                "the readback of texture '" + texture.label() + "'",
                last::isDone,
                () -> {
                    FloatBuffer into = FloatBuffer.wrap(values);
                    readings.forEach(reading -> reading.take(into));
                    return values;
                },
                free);
    }

    /** Calls for parts of the region, in order, none of which takes more than a band of memory. */
    private void forEachReadable(Texture texture, int level, Region region, ReadAction action) {
        if (readsDirectly(texture, level)) {
            inBands(region, 16, band -> action.on(band, true));
            return;
        }
        int most = mostRowsEncoded(texture);
        for (int row = 0; row < region.height(); row += most) {
            Region part =
                    new Region(region.x(), region.y() + row, region.width(), Math.min(most, region.height() - row));
            inBands(part, 16, band -> action.on(band, false));
        }
    }

    private boolean readsDirectly(Texture texture, int level) {
        Capabilities can = device.capabilities();
        boolean direct = can.supports(texture.descriptor().format(), FormatFeature.READ_BACK)
                && (level == 0 || can.supports(Feature.RENDER_TO_LEVEL));
        if (!direct && level > 0) {
            device.require(Feature.EXPLICIT_LEVEL, "reading level " + level + " of texture '" + texture.label() + "'");
        }
        return direct;
    }

    private Reading readDirectly(Texture texture, int level, Region region, boolean wait) {
        TextureFormat format = texture.descriptor().format();
        ElementType type = format.elementType().readBackType();
        DriverReadback readback =
                device.guarded(() -> device.driver().readBack(texture.driverTexture(), level, region, type, wait));
        long bytes = region.texels() * type.bytesPerTexel(format.channels());
        counters.read(bytes);
        return new Reading() {
            @Override
            public boolean isDone() {
                return readback.isDone();
            }

            @Override
            public void take(FloatBuffer into) {
                ByteBuffer data = staging(bytes);
                get(readback, data);
                type.decode(data, into);
            }

            @Override
            public void free() {
                readback.close();
            }
        };
    }

    /** One rendering into bytes for each channel, one above the other, so that a single readback takes them all. */
    private Reading encode(Texture texture, int level, Region region, boolean wait) {
        int channels = texture.descriptor().format().channels();
        int height = region.height();
        TextureDescriptor descriptor = TextureDescriptor.of(
                "bytes of '" + texture.label() + "'", region.width(), height * channels, TextureFormat.RGBA8);
        long bytes = region.texels() * channels * 4;
        DriverReadback readback;
        try (Texture target = device.createTexture(descriptor)) {
            Pass pass = device.pass(readProgram())
                    .input("source", texture)
                    .uniform("level", level)
                    .target(target);
            for (int channel = 0; channel < channels; channel++) {
                int top = channel * height;
                pass.uniform("channel", channel)
                        .uniform("offset", (float) region.x(), (float) (region.y() - top))
                        .region(new Region(0, top, region.width(), height))
                        .draw();
            }
            readback = device.guarded(() -> device.driver()
                    .readBack(target.driverTexture(), 0, target.whole(), ElementType.UNSIGNED_BYTE, wait));
            counters.read(bytes);
            if (wait) {
                // Taken before the target goes: a driver may hand it over from memory that its next call uses.
                get(readback, staging(bytes));
            }
        }
        return new Reading() {
            @Override
            public boolean isDone() {
                return readback.isDone();
            }

            @Override
            public void take(FloatBuffer into) {
                if (!wait) {
                    get(readback, staging(bytes));
                }
                // The kernel writes the lowest byte first, on every machine.
                ByteBuffer floats = staging.duplicate().order(ByteOrder.LITTLE_ENDIAN);
                int texels = (int) region.texels();
                for (int texel = 0; texel < texels; texel++) {
                    for (int channel = 0; channel < channels; channel++) {
                        into.put(Float.intBitsToFloat(floats.getInt(4 * (channel * texels + texel))));
                    }
                }
            }

            @Override
            public void free() {
                readback.close();
            }
        };
    }

    /** Rows whose channels, one above the other, fit into the longest texture. */
    private int mostRowsEncoded(Texture texture) {
        int channels = texture.descriptor().format().channels();
        return Math.max(1, device.capabilities().limits().textureSize() / channels);
    }

    /** Waits for the data and frees the readback, whatever comes. */
    private void get(DriverReadback readback, ByteBuffer data) {
        try {
            device.guarded(() -> {
                readback.get(data);
                return true;
            });
        } finally {
            readback.close();
        }
        data.flip();
    }

    private Program readProgram() {
        Program program = readProgram;
        if (program == null) {
            program = device.createProgram(ProgramDescriptor.builder("read channel")
                    .texels("source")
                    .uniform("offset", UniformType.VEC2)
                    .uniform("channel", UniformType.INT)
                    .uniform("level", UniformType.INT)
                    .constant("EXPLICIT", device.capabilities().supports(Feature.EXPLICIT_LEVEL) ? 1 : 0)
                    .output("bytes")
                    .kernel("read_channel")
                    .build());
            readProgram = program;
        }
        return program;
    }

    /** Values on their way to memory. */
    private interface Reading {
        boolean isDone();

        void take(FloatBuffer into);

        void free();
    }

    private interface ReadAction {
        void on(Region part, boolean direct);
    }

    private interface BandAction {
        void on(Region band);
    }

    private static void inBands(Region region, int bytesPerTexel, BandAction action) {
        int rows = (int) Math.max(1, BAND / ((long) region.width() * bytesPerTexel));
        for (int row = 0; row < region.height(); row += rows) {
            action.on(new Region(region.x(), region.y() + row, region.width(), Math.min(rows, region.height() - row)));
        }
    }

    private ByteBuffer staging(long bytes) {
        if (staging.capacity() < bytes) {
            staging = direct(bytes);
        }
        return staging.clear().limit((int) bytes);
    }

    private static ByteBuffer direct(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "One transfer of " + bytes + " bytes is larger than a buffer, which holds " + Integer.MAX_VALUE
                            + "; transfer the texture in regions.");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }

    void close() {
        copyProgram = null;
        readProgram = null;
    }
}
