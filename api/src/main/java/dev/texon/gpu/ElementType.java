package dev.texon.gpu;

/** How one channel of a texel is stored, in a texture or in memory. Memory is always in native byte order. */
public enum ElementType {
    /** An unsigned byte b that a shader sees as b / 255. */
    UNSIGNED_BYTE(1),
    /** IEEE 754 binary16: 11 significant bits, largest finite value 65504. */
    HALF_FLOAT(2),
    /** IEEE 754 binary32: 24 significant bits. */
    FLOAT(4);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size in bytes. */
    public int bytes() {
        return bytes;
    }
}
