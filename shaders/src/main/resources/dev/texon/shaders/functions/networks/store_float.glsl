vec4 store(vec4 v) { return v; }
