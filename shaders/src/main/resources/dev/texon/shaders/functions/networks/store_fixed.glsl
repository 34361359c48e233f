// What a byte of an RGBA8 texture keeps of a value in [-RANGE, RANGE]: the nearest of 255 steps around zero.
vec4 store(vec4 v) { return keep_nan(v, floor(clamp(v / RANGE, -1.0, 1.0) * 127.0 + 0.5) * (RANGE / 127.0)); }
