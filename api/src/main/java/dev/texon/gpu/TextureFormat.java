package dev.texon.gpu;

/** Channels and element type of a texture's texels. A missing channel reads as 0 in a shader, a missing alpha as 1. */
public enum TextureFormat {
    /** One byte, red. */
    R8(1, ElementType.UNSIGNED_BYTE),
    /** Two bytes, red and green. */
    RG8(2, ElementType.UNSIGNED_BYTE),
    /** Four bytes. */
    RGBA8(4, ElementType.UNSIGNED_BYTE),
    /** One half float, red. */
    R16F(1, ElementType.HALF_FLOAT),
    /** Two half floats, red and green. */
    RG16F(2, ElementType.HALF_FLOAT),
    /** Four half floats. */
    RGBA16F(4, ElementType.HALF_FLOAT),
    /** One 32-bit float, red. */
    R32F(1, ElementType.FLOAT),
    /** Two 32-bit floats, red and green. */
    RG32F(2, ElementType.FLOAT),
    /** Four 32-bit floats. */
    RGBA32F(4, ElementType.FLOAT);

    private final int channels;
    private final ElementType elementType;

    TextureFormat(int channels, ElementType elementType) {
        this.channels = channels;
        this.elementType = elementType;
    }

    /** {@return the number of channels: 1, 2 or 4} */
    public int channels() {
        return channels;
    }

    /** {@return how each channel is stored} */
    public ElementType elementType() {
        return elementType;
    }

    /** {@return the size of one texel in the user's memory, in bytes} */
    public int bytesPerTexel() {
        return elementType.bytesPerTexel(channels);
    }

    /** The 32-bit floats of as many channels, which hold all numbers of this format. */
    TextureFormat wide() {
        for (TextureFormat format : values()) {
            if (format.channels == channels && format.elementType == ElementType.FLOAT) {
                return format;
            }
        }
        throw new AssertionError("No format of 32-bit floats has " + channels + " channels.");
    }
}
