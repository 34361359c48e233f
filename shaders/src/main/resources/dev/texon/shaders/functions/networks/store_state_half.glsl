// As store_half.
vec4 store_state(vec4 v) { return keep_nan(v, clamp(v, vec4(-65504.0), vec4(65504.0))); }
