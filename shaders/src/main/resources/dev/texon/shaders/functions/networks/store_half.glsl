// Saturates at the largest half instead of overflowing. A NaN stays one: it is looked at by itself, since compilers make of comparisons
// a min and max that swallow it.
float store_one(float v) { return is_nan(v) ? v : clamp(v, -65504.0, 65504.0); }
vec4 store(vec4 v) { return vec4(store_one(v.r), store_one(v.g), store_one(v.b), store_one(v.a)); }
