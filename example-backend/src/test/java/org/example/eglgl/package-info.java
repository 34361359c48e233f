/**
 * A backend as anyone may write it: desktop OpenGL without a window system, from nothing but {@code texon-api}, {@code
 * texon-backend-gl} and LWJGL. Start with {@link org.example.eglgl.EglGlBackend}; docs/new-backend.md leads through it.
 */
@NullMarked
package org.example.eglgl;

import org.jspecify.annotations.NullMarked;
