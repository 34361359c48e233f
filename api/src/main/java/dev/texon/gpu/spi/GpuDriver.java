package dev.texon.gpu.spi;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.TextureDescriptor;
import java.nio.ByteBuffer;

/**
 * An open adapter. Small and trusting; the package documentation says what the caller guarantees and what a driver must not do.
 * Every method may throw {@link dev.texon.gpu.GpuDeviceLostException}.
 */
public interface GpuDriver extends AutoCloseable {
    /** Which GPU this is; the same for the life of the driver. */
    DeviceInfo info();

    /** What the API promises; the same for the life of the driver. */
    DeclaredCapabilities declared();

    /**
     * A texture whose levels all hold zeros.
     *
     * @throws dev.texon.gpu.GpuOutOfMemoryException if there is no room
     */
    DriverTexture createTexture(TextureDescriptor descriptor);

    /**
     * Fills a region of a level from memory.
     *
     * @param type the element type of the data: the texture's own
     * @param data direct, native order, tight rows, row 0 first; position to limit is exactly the region, and its address is a
     *     multiple of the element's size
     */
    void upload(DriverTexture texture, int level, Region region, ElementType type, ByteBuffer data);

    /** Fills all levels above 0 from level 0. */
    void generateMipmaps(DriverTexture texture);

    /** @throws dev.texon.gpu.ShaderCompileException with the author's line */
    DriverProgram createProgram(ProgramDescriptor descriptor);

    /** Draws one fragment for each texel of the command's region of its targets. Queued; does not wait. */
    void draw(DrawCommand command);

    /**
     * Starts to read a region of a level, in the order of the calls.
     *
     * @param type the {@linkplain ElementType#readBackType read-back type} of the texture's element type
     * @param wait false: return at once where the driver declares {@link dev.texon.gpu.Feature#ASYNC_READ_BACK}
     */
    DriverReadback readBack(DriverTexture texture, int level, Region region, ElementType type, boolean wait);

    /** Bytes of closed textures that are kept for textures to come. */
    default long pooledBytes() {
        return 0;
    }

    /** Starts to measure GPU time, until {@link DriverTimer#stop}; one at a time. */
    DriverTimer startTimer();

    /** Hands everything queued to the GPU, and marks this place in its queue; does not wait. */
    DriverFence fence();

    /** Hands everything queued to the GPU; does not wait. */
    void flush();

    /**
     * Loses the context as a reset would, so that from the next call on every call throws; asked only of a driver that declares
     * {@link dev.texon.gpu.Feature#CONTEXT_LOSS}.
     */
    default void loseContext() {
        throw new UnsupportedOperationException(info().renderer() + " declares no CONTEXT_LOSS.");
    }

    /** Frees everything; throws nothing, not even when the device is lost. */
    @Override
    void close();
}
