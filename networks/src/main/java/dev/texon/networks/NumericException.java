package dev.texon.networks;

import dev.texon.gpu.GpuException;

/** The numeric check found an Inf or NaN; says in which step, layer, tensor and texel it first appeared. */
public final class NumericException extends GpuException {
    private static final long serialVersionUID = 1L;

    public NumericException(String message) {
        super(message);
    }
}
