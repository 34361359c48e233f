// The portable vocabulary in GLSL ES 1.00, which has no isnan, isinf and no access to the bits of a float.
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
precision highp int;
#else
precision mediump float;
precision mediump int;
#define highp mediump
#endif
uniform vec2 texon_target_size;

// gl_FragCoord is mediump here, and half floats count only to 2048: the position comes from the vertex shader instead. It is the
// centre of a texel up to the error of interpolation, so that floor finds the texel.
varying highp vec2 texon_position;

ivec2 fragment() { return ivec2(floor(texon_position)); }
vec2 fragment_uv() { return (floor(texon_position) + 0.5) / texon_target_size; }
// NaN is the only value that compares false with 0 both ways.
bool is_nan(float x) { return !(x <= 0.0 || x >= 0.0); }
// Only zero and the infinities equal their double. Neither a literal near the largest float nor a comparison with zero would do:
// ANGLE reads 3.4028235e38 as Inf, and Mesa assumes that a quotient is never zero, though 1 / Inf is.
bool is_inf(float x) { return abs(x) > 1.0 && x == 2.0 * x; }
