/**
 * OpenGL ES over EGL through LWJGL, without a window system. Start with {@link dev.texon.gpu.lwjgl.LwjglGlesBackend}; it finds
 * an {@link dev.texon.gpu.lwjgl.EglDevice}, opens an {@link dev.texon.gpu.lwjgl.EglContext} on it, and calls the functions
 * through a {@link dev.texon.gpu.lwjgl.GlesGl}.
 */
@NullMarked
package dev.texon.gpu.lwjgl;

import org.jspecify.annotations.NullMarked;
