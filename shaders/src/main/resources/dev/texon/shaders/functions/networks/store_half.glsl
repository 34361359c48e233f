// Saturates at the largest half instead of overflowing, also what is Inf. NaN stays NaN.
vec4 store(vec4 v) { return keep_nan(v, clamp(v, vec4(-65504.0), vec4(65504.0))); }
