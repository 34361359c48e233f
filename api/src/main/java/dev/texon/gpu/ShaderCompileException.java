package dev.texon.gpu;

/** A kernel does not compile or link. The message shows the label, the author's line, the driver's words and the source around it. */
public class ShaderCompileException extends GpuException {
    private static final long serialVersionUID = 1L;

    private final int line;

    public ShaderCompileException(String message, int line) {
        super(message);
        this.line = line;
    }

    /** The line of the author's source, counted from 1, or 0 if the driver names none in it. */
    public int line() {
        return line;
    }
}
