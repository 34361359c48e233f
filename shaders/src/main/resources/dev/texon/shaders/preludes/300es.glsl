// The portable vocabulary in GLSL ES 3.00.
precision highp float;
precision highp int;
#define TEXON_FLOAT_BITS 1
uniform vec2 texon_target_size;

ivec2 fragment() { return ivec2(gl_FragCoord.xy); }
vec2 fragment_uv() { return gl_FragCoord.xy / texon_target_size; }
bool is_nan(float x) { return isnan(x); }
bool is_inf(float x) { return isinf(x); }
