/**
 * One driver for every API of the OpenGL family. Start with {@link dev.texon.gpu.gl.Gl}, the narrow interface that a binding
 * implements (about 70 one-line methods), and {@link dev.texon.gpu.gl.GlDriver}, which does everything else.
 */
@NullMarked
package dev.texon.gpu.gl;

import org.jspecify.annotations.NullMarked;
