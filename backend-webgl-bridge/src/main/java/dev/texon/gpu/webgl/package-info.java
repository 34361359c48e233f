/**
 * WebGL as a backend: OpenGL calls travel as a binary command stream to a page in headless Chromium. Start with {@link
 * dev.texon.gpu.webgl.WebGlBackend}, which starts the browser, and {@link dev.texon.gpu.webgl.Opcode}, the table of calls;
 * {@code docs/wire.md} describes the protocol.
 */
@NullMarked
package dev.texon.gpu.webgl;

import org.jspecify.annotations.NullMarked;
