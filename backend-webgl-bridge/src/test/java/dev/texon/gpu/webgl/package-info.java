/** Tests of the bridge; start with {@link dev.texon.gpu.webgl.WebGlTest}. */
@NullMarked
package dev.texon.gpu.webgl;

import org.jspecify.annotations.NullMarked;
