/**
 * What a backend implements. Start with {@link dev.texon.gpu.spi.GpuBackend}, found by {@link java.util.ServiceLoader}, which
 * opens a {@link dev.texon.gpu.spi.GpuDriver}. A backend of the OpenGL family need not write a driver: it implements the
 * interface {@code Gl} of the module {@code backend-gl}.
 *
 * <p><b>Who validates.</b> The public API ({@link dev.texon.gpu}) does, once. A driver may assume that every argument is in
 * range, that every object belongs to it and is open, that calls come from the thread that opened it, that a pass never reads
 * what it writes, and that an operation which its {@link dev.texon.gpu.spi.DeclaredCapabilities} do not declare is never asked for.
 *
 * <p><b>Kernels.</b> A {@link dev.texon.gpu.spi.KernelAssembler} turns a program into GLSL for any driver whose compiler takes it, and
 * its {@link dev.texon.gpu.spi.AssembledKernel} turns what the compiler reports into an error that names the author's line.
 *
 * <p><b>What a driver must not do.</b> Round, clamp or repair values; read back or wait where no readback was asked for; keep a
 * reference to a buffer or a {@link dev.texon.gpu.spi.DrawCommand} after the call returns; declare what the API does not declare
 * (what really works is measured above it).
 *
 * <p><b>Life cycle.</b> {@code open} → calls → {@code close}. After a {@link dev.texon.gpu.GpuDeviceLostException} only
 * {@code close} calls follow, and they must not throw. The public API closes every texture and program before the driver.
 */
@NullMarked
package dev.texon.gpu.spi;

import org.jspecify.annotations.NullMarked;
