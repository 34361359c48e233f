package dev.texon.gpu;

import dev.texon.gpu.spi.DriverTexture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Texels on the GPU. Rows are in memory order: row 0 first, which is where fragment coordinate y is 0; channels are interleaved.
 * Every method throws {@link IllegalStateException} after close and on a thread that did not open the device.
 */
public final class Texture implements AutoCloseable {
    private final GpuDevice device;
    private final TextureDescriptor descriptor;
    private final DriverTexture driverTexture;
    private boolean closed;

    Texture(GpuDevice device, TextureDescriptor descriptor, DriverTexture driverTexture) {
        this.device = device;
        this.descriptor = descriptor;
        this.driverTexture = driverTexture;
    }

    /** {@return what the texture was made from} */
    public TextureDescriptor descriptor() {
        return descriptor;
    }

    /** {@return the name of the texture in messages} */
    public String label() {
        return descriptor.label();
    }

    /** {@return the size of all levels on the GPU, in bytes} */
    public long bytes() {
        return driverTexture.bytes();
    }

    /** {@return all texels of level 0} */
    public Region whole() {
        return whole(0);
    }

    /**
     * Describes a level.
     *
     * @param level mip level, from 0
     * @return all its texels
     */
    public Region whole(int level) {
        return new Region(0, 0, descriptor.width(level), descriptor.height(level));
    }

    /**
     * Fills level 0.
     *
     * @param values width × height × channels numbers. Bytes take round(255·v) of v clamped to [0, 1]; halves are rounded to
     *     nearest even; floats are kept bit for bit
     * @throws IllegalArgumentException if the length differs
     */
    public void upload(float... values) {
        upload(0, whole(), values);
    }

    /**
     * Fills a region of a level, as {@link #upload(float...)} does.
     *
     * @param level mip level, from 0
     * @param region texels of the level
     * @param values width × height × channels numbers of the region, in the order of the texels
     * @throws IllegalArgumentException if the region does not fit the level, or the number of values differs
     */
    public void upload(int level, Region region, float... values) {
        device.transfers().upload(this, level, region, FloatBuffer.wrap(values));
    }

    /**
     * Fills a region of a level.
     *
     * @param level mip level, from 0
     * @param region texels of the level
     * @param data tight rows in the texture's own element type, from position to limit; elements of several bytes in the buffer's
     *     {@linkplain ByteBuffer#order() order}, which for a new buffer, slice or duplicate is big-endian
     * @throws IllegalArgumentException if the region does not fit the level, or the number of bytes differs from the region's
     */
    public void upload(int level, Region region, ByteBuffer data) {
        device.transfers().upload(this, level, region, data);
    }

    /**
     * Fills a region of a level of a half-float texture.
     *
     * @param level mip level, from 0
     * @param region texels of the level
     * @param halves width × height × channels IEEE 754 binary16 bit patterns
     * @throws IllegalArgumentException if the format is not of half floats, the region does not fit the level, or the length
     *     differs
     */
    public void uploadHalf(int level, Region region, short... halves) {
        device.transfers().uploadHalf(this, level, region, halves);
    }

    /**
     * Fills all levels above 0 from level 0; what filter the driver uses is {@link FormatSupport#mipmapError}.
     *
     * @throws GpuUnsupportedException if {@link FormatFeature#MIPMAP} was not measured for the format
     * @throws IllegalStateException if the texture has one level
     */
    public void generateMipmaps() {
        device.checkUsable(this);
        if (descriptor.levels() == 1 && TextureDescriptor.fullLevels(descriptor.width(), descriptor.height()) > 1) {
            throw new IllegalStateException(
                    "Texture '" + label() + "' has 1 mip level; create it with withAllLevels() to generate mipmaps.");
        }
        device.require(descriptor.format(), FormatFeature.MIPMAP, "generating mipmaps of texture '" + label() + "'");
        device.guarded(() -> {
            device.driver().generateMipmaps(driverTexture);
            return true;
        });
    }

    /**
     * Copies a region of this texture's level 0 to the target's, bit for bit where formats are the same, else converting as a pass
     * does.
     *
     * @param target another texture of the same device
     * @param region texels of this texture
     * @param x first column in the target, in texels
     * @param y first row in the target, in texels
     * @throws IllegalArgumentException if a region does not fit, or both textures are the same
     * @throws GpuUnsupportedException if the target's format cannot be rendered to
     */
    public void copyTo(Texture target, Region region, int x, int y) {
        device.transfers().copy(this, region, target, x, y);
    }

    /**
     * Reads level 0 and waits.
     *
     * @return width × height × channels numbers, row 0 first; bytes as b/255
     * @throws GpuUnsupportedException if the format cannot be read on this adapter
     */
    public float[] read() {
        return read(0, whole());
    }

    /**
     * Reads a region of a level and waits.
     *
     * @param level mip level, from 0
     * @param region texels of the level
     * @return width × height × channels numbers of the region, row 0 first; bytes as b/255
     * @throws IllegalArgumentException if the region does not fit the level, or has more numbers than an array holds
     * @throws GpuUnsupportedException if the level cannot be read on this adapter
     */
    public float[] read(int level, Region region) {
        float[] values = newArray(region);
        read(level, region, FloatBuffer.wrap(values));
        return values;
    }

    /**
     * Reads a region of a level and waits.
     *
     * @param level mip level, from 0
     * @param region texels of the level
     * @param into receives width × height × channels numbers from its position on
     * @throws IllegalArgumentException if the region does not fit the level, or the buffer is too small
     * @throws GpuUnsupportedException if the level cannot be read on this adapter
     */
    public void read(int level, Region region, FloatBuffer into) {
        device.transfers().read(this, level, region, into);
    }

    /**
     * Starts to read a region of a level. Where the adapter has no {@link Feature#ASYNC_READ_BACK} this call waits.
     *
     * <p>Only the device's thread can take the values. It does so in {@link GpuDevice#poll}, and in {@code isDone}, {@code get} and
     * {@code join} of the future and of all that its own methods make from it ({@code thenApply}, {@code thenCombine}, …).
     * {@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf} make futures that know nothing of the device: await them
     * on its thread by {@link GpuDevice#await}. Other threads may wait in any way, while the device's thread polls.
     *
     * <p>No wait is for ever: if the device's thread ends, or sleeps for 10 s in a future of Java's own that hangs on this one, this
     * one completes with an {@link IllegalStateException} that says so. On the device's thread {@code get} and {@code join} wait
     * through an interrupt, whose flag stays set; {@code get} with a time ends with an {@link InterruptedException}.
     *
     * @param level mip level, from 0
     * @param region texels of the level
     * @return brings width × height × channels numbers of the region, row 0 first; bytes as b/255
     * @throws IllegalArgumentException if the region does not fit the level, or has more numbers than an array holds
     * @throws GpuUnsupportedException if the level cannot be read on this adapter
     */
    public CompletableFuture<float[]> readAsync(int level, Region region) {
        return device.transfers().readAsync(this, level, region);
    }

    /** Frees the texture, or leaves its memory to the next one like it: {@link GpuOptions#poolBytes}. Closing twice is fine. */
    @Override
    public void close() {
        device.checkThread();
        if (!closed) {
            closed = true;
            device.release(this);
        }
    }

    /** For all numbers of a region. */
    float[] newArray(Region region) {
        long numbers = region.texels() * descriptor.format().channels();
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("Region " + region + " of texture '" + label() + "' gives " + numbers
                    + " numbers, and an array holds " + (Integer.MAX_VALUE - 8) + "; read it in several regions.");
        }
        return new float[(int) numbers];
    }

    boolean isClosed() {
        return closed;
    }

    GpuDevice device() {
        return device;
    }

    DriverTexture driverTexture() {
        return driverTexture;
    }

    void checkRegion(int level, Region region) {
        if (level < 0 || level >= descriptor.levels()) {
            throw new IllegalArgumentException("Texture '" + label() + "' has no mip level " + level
                    + "; it has levels 0 to " + (descriptor.levels() - 1) + ".");
        }
        if (region.x() + (long) region.width() > descriptor.width(level)
                || region.y() + (long) region.height() > descriptor.height(level)) {
            throw new IllegalArgumentException("Region " + region + " does not fit level " + level + " of texture '"
                    + label() + "', which is " + descriptor.width(level) + "×" + descriptor.height(level) + ".");
        }
    }

    @Override
    public String toString() {
        return "texture '" + label() + "' (" + descriptor.width() + "×" + descriptor.height() + " "
                + descriptor.format() + ")";
    }
}
