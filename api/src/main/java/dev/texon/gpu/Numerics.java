package dev.texon.gpu;

/**
 * How the fragment stage computes, as measured by drawing.
 *
 * @param significantBits significant bits of a highp float, 24 for binary32
 * @param infinity overflow gives +Inf
 * @param nan Inf − Inf gives NaN
 * @param subnormals subnormal results are kept; false: flushed to zero
 */
public record Numerics(int significantBits, boolean infinity, boolean nan, boolean subnormals) {}
