// Saturates at the largest half instead of overflowing. Comparisons with NaN are false, so that a NaN stays one.
float store_one(float v) { return v > 65504.0 ? 65504.0 : v < -65504.0 ? -65504.0 : v; }
vec4 store(vec4 v) { return vec4(store_one(v.r), store_one(v.g), store_one(v.b), store_one(v.a)); }
