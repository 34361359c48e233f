vec4 store_state(vec4 v) { return v; }
