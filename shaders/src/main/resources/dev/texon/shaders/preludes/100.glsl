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

ivec2 fragment() { return ivec2(gl_FragCoord.xy); }
vec2 fragment_uv() { return gl_FragCoord.xy / texon_target_size; }
// NaN is the only value that compares false with 0 both ways.
bool is_nan(float x) { return !(x <= 0.0 || x >= 0.0); }
// The literal is the largest finite binary32.
bool is_inf(float x) { return abs(x) > 3.4028235e38; }
