/**
 * What a user of Texon calls. Start with {@link dev.texon.gpu.Gpu}, which finds and opens a {@link dev.texon.gpu.GpuDevice};
 * the device makes {@linkplain dev.texon.gpu.Texture textures} and {@linkplain dev.texon.gpu.Program programs}, and a
 * {@link dev.texon.gpu.Pass} draws one with the other.
 *
 * <table>
 * <caption>Lifetimes</caption>
 * <tr><th>object</th><th>made by</th><th>lives until</th><th>thread</th><th>use after close</th></tr>
 * <tr><td>{@code GpuDevice}</td><td>{@code Gpu.open}</td><td>{@code close()}</td><td>the one that opened it</td><td>{@link java.lang.IllegalStateException}</td></tr>
 * <tr><td>{@code Texture}, {@code Program}</td><td>the device</td><td>{@code close()}, or the device's</td><td>the device's</td><td>{@code IllegalStateException} that names the label</td></tr>
 * <tr><td>{@code Pass}</td><td>the device</td><td>its program's end</td><td>the device's</td><td>as its program</td></tr>
 * </table>
 *
 * <p>All checks happen in this package, once: arguments, state, thread, lifetime and measured capability. What lies below,
 * {@link dev.texon.gpu.spi}, trusts its caller.
 */
@NullMarked
package dev.texon.gpu;

import org.jspecify.annotations.NullMarked;
