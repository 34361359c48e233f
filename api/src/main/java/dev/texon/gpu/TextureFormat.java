package dev.texon.gpu;

/** Channels and element type of a texture's texels. A missing channel reads as 0 in a shader, a missing alpha as 1. */
public enum TextureFormat {
    R8(1, ElementType.UNSIGNED_BYTE),
    RG8(2, ElementType.UNSIGNED_BYTE),
    RGBA8(4, ElementType.UNSIGNED_BYTE),
    R16F(1, ElementType.HALF_FLOAT),
    RG16F(2, ElementType.HALF_FLOAT),
    RGBA16F(4, ElementType.HALF_FLOAT),
    R32F(1, ElementType.FLOAT),
    RG32F(2, ElementType.FLOAT),
    RGBA32F(4, ElementType.FLOAT);

    private final int channels;
    private final ElementType elementType;

    TextureFormat(int channels, ElementType elementType) {
        this.channels = channels;
        this.elementType = elementType;
    }

    /** 1, 2 or 4. */
    public int channels() {
        return channels;
    }

    public ElementType elementType() {
        return elementType;
    }

    /** Size of one texel in the user's memory, in bytes. */
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
