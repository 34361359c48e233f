bool is_large(float x) { return is_inf(x); }
