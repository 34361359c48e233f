package dev.texon.gpu;

/** Default precision of the floats in a kernel. Inputs are always highp: lowp samplers clamp on some drivers. */
public enum Precision {
    /** IEEE 754 binary32 where the adapter has it in the fragment stage. */
    HIGHP,
    /** At least 2⁻¹⁰ relative within ±2¹⁴ (GLSL ES 3.00, 4.5.1); desktop GLSL ignores it. */
    MEDIUMP
}
