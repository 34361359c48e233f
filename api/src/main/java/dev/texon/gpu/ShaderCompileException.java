package dev.texon.gpu;

/** A kernel does not compile or link. The message shows the label, the author's line, the driver's words and the source around it. */
public class ShaderCompileException extends GpuException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * Makes an exception.
     *
     * @param message with the label, the line, the driver's words and the source around it
     * @param line of the author's source or of the kernel's file, from 1; 0 if the driver names none in it
     */
    public ShaderCompileException(String message, int line) {
        super(message);
        this.line = line;
    }

    /** {@return the line of the author's source or of the kernel's file, from 1; 0 if the driver names none in it} */
    public int line() {
        return line;
    }
}
