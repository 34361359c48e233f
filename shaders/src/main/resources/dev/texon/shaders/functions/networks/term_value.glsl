vec4 term(ivec2 at, int group) { return fetch_x(at); }
