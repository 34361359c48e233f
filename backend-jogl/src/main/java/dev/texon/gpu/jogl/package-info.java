/**
 * Desktop OpenGL through JOGL. Start with {@link dev.texon.gpu.jogl.JoglBackend}, which looks for an X display before it lets
 * {@link dev.texon.gpu.jogl.JoglGl} load a class of JOGL.
 */
@NullMarked
package dev.texon.gpu.jogl;

import org.jspecify.annotations.NullMarked;
