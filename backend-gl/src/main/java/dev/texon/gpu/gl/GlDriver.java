package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.ARRAY_BUFFER;
import static dev.texon.gpu.gl.GlConstants.RENDERER;
import static dev.texon.gpu.gl.GlConstants.STATIC_DRAW;
import static dev.texon.gpu.gl.GlConstants.TRIANGLES;
import static dev.texon.gpu.gl.GlConstants.UNMASKED_RENDERER;
import static dev.texon.gpu.gl.GlConstants.UNMASKED_VENDOR;
import static dev.texon.gpu.gl.GlConstants.VENDOR;
import static dev.texon.gpu.gl.GlConstants.VERSION;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.spi.Cleanup;
import dev.texon.gpu.spi.DeclaredCapabilities;
import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverFence;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.DriverProgram;
import dev.texon.gpu.spi.DriverReadback;
import dev.texon.gpu.spi.DriverTexture;
import dev.texon.gpu.spi.DriverTimer;
import dev.texon.gpu.spi.GpuDriver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The driver of the OpenGL family, over {@link Gl}: draws and reads back. What it draws with and to is kept by {@link GlTextures},
 * {@link GlPrograms} and {@link GlFramebuffers}.
 */
public final class GlDriver implements GpuDriver {
    private final Gl gl;
    private final DeviceInfo info;
    private final DeclaredCapabilities declared;
    private final GlErrors errors;
    private final GlWait waits;
    private final GlState state;
    private final GlFramebuffers framebuffers;
    private final GlPrograms programs;
    private final GlSampling sampling;
    private final GlUploads uploads;
    private final GlTextures textures;
    private final ScratchBuffer scratch = new ScratchBuffer();
    private final int corners;
    private final int vertexArray;

    private GlDriver(Gl gl, String backend, String adapter, long poolBytes) {
        this.gl = gl;
        Set<String> extensions = gl.extensions().stream()
                .map(name -> name.startsWith("GL_") ? name.substring(3) : name)
                .collect(Collectors.toSet());
        info = info(gl, extensions, backend, adapter);
        errors = new GlErrors(gl, info.renderer());
        waits = new GlWait(() -> errors.throwIfReset("it is waited for"));
        // The largest number of units that is ever bound is limited by GlCapabilities.
        state = new GlState(gl, 32);
        vertexArray = gl.api() == GlApi.GL ? gl.createVertexArray() : 0;
        corners = bindCorners(gl, vertexArray);
        framebuffers = new GlFramebuffers(gl, state, errors);
        declared = new GlCapabilities(gl, extensions, framebuffers::complete).declared();
        errors.check("the context is prepared");
        programs = new GlPrograms(gl, extensions, state, errors);
        sampling = new GlSampling(gl, state, declared.features().contains(Feature.EXPLICIT_LEVEL));
        uploads = new GlUploads(gl, state, errors, framebuffers, declared, scratch);
        textures = new GlTextures(gl, state, errors, framebuffers, sampling, uploads, poolBytes);
    }

    private static DeviceInfo info(Gl gl, Set<String> extensions, String backend, String adapter) {
        boolean unmasked = extensions.contains("WEBGL_debug_renderer_info");
        String version = gl.getString(VERSION);
        return new DeviceInfo(
                backend,
                adapter,
                switch (gl.api()) {
                    case GL -> "OpenGL " + version.split("[^0-9.]", 2)[0];
                    case GLES3 -> version.split("(?<=\\d) ", 2)[0];
                    case GLES2 -> "OpenGL ES 2.0";
                    case WEBGL2 -> "WebGL 2";
                    case WEBGL1 -> "WebGL 1";
                },
                gl.getString(unmasked ? UNMASKED_RENDERER : RENDERER),
                gl.getString(unmasked ? UNMASKED_VENDOR : VENDOR),
                version);
    }

    /** Makes the triangle that every pass draws, and binds it; returns its buffer. */
    private static int bindCorners(Gl gl, int vertexArray) {
        if (vertexArray != 0) {
            gl.bindVertexArray(vertexArray);
        }
        int corners = gl.createBuffer();
        gl.bindBuffer(ARRAY_BUFFER, corners);
        ByteBuffer triangle = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
        triangle.asFloatBuffer().put(new float[] {-1, -1, 3, -1, -1, 3});
        gl.bufferData(ARRAY_BUFFER, triangle, STATIC_DRAW);
        gl.enableVertexAttribArray(0);
        gl.vertexAttribPointer(0, 2);
        return corners;
    }

    /**
     * Makes a driver of a binding whose context is current; closes the binding if that fails.
     *
     * @throws GpuException if the context is not usable
     */
    public static GpuDriver open(Gl gl, String backend, String adapter, DriverOptions options) {
        try {
            return new GlDriver(options.debug() ? DebugGl.wrap(gl) : gl, backend, adapter, options.poolBytes());
        } catch (Throwable e) {
            new Cleanup(e).run(gl::close);
            throw e;
        }
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public DeclaredCapabilities declared() {
        return declared;
    }

    @Override
    public DriverTexture createTexture(TextureDescriptor descriptor) {
        return textures.create(descriptor);
    }

    @Override
    public void upload(DriverTexture target, int level, Region region, ElementType type, ByteBuffer data) {
        uploads.upload((GlTexture) target, level, region, type, data);
    }

    @Override
    public void generateMipmaps(DriverTexture target) {
        textures.generateMipmaps((GlTexture) target);
    }

    @Override
    public DriverProgram createProgram(ProgramDescriptor descriptor) {
        return programs.create(descriptor);
    }

    @Override
    public void draw(DrawCommand command) {
        GlProgram program = (GlProgram) command.program();
        GlTexture first = (GlTexture) command.target(0);
        state.program(program.name);
        List<ProgramDescriptor.Input> inputs = program.descriptor.inputs();
        // Changing a texture may bind it to another input's unit: change all, then bind all.
        for (int i = 0; i < inputs.size(); i++) {
            sampling.set((GlTexture) command.input(i), inputs.get(i).access(), program.descriptor.fetch());
        }
        for (int i = 0; i < inputs.size(); i++) {
            GlTexture texture = (GlTexture) command.input(i);
            state.texture(i, texture.name);
            program.setInputSize(i, texture.descriptor.width(), texture.descriptor.height());
        }
        state.framebuffer(
                command.targetCount() == 1 ? framebuffers.of(first, command.level()) : framebuffers.of(command));
        state.viewport(command.x(), command.y(), command.width(), command.height());
        state.writtenChannels(
                first.format.channels() == 4 ? first.descriptor.format().channels() : 4);
        state.blend(command.blend());
        program.setTargetSize(first.descriptor.width(command.level()), first.descriptor.height(command.level()));
        program.setRegion(command);
        program.setUniforms(command);
        gl.drawArrays(TRIANGLES, 0, 3);
        errors.leaveUnchecked();
        if (errors.due()) {
            errors.check("program '" + program.descriptor.label() + "' draws");
        }
    }

    /** To be called where others may have changed the context since: what is drawn next sets all that it needs. */
    public void forgetState() {
        state.forget();
    }

    @Override
    public DriverReadback readBack(DriverTexture source, int level, Region region, ElementType type, boolean wait) {
        GlTexture texture = (GlTexture) source;
        state.framebuffer(framebuffers.of(texture, level));
        int bytes = Math.toIntExact(region.texels() * type.bytesPerTexel(4));
        int channels = texture.descriptor.format().channels();
        int glType = GlElementType.of(type).type(gl.api());
        boolean later =
                !wait && bytes <= gl.maxTransferBytes() && declared.features().contains(Feature.ASYNC_READ_BACK);
        // What is read now may lie in the shared buffer, since it is handed over before the next call.
        Runnable check = () -> errors.check("texture '" + texture.descriptor.label() + "' is read back");
        return later
                ? GlReadback.later(gl, allocate(bytes), region, channels, type, glType, waits, check)
                : GlReadback.now(gl, wait ? scratch.of(bytes) : allocate(bytes), region, channels, type, glType, check);
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public DriverTimer startTimer() {
        return new GlTimer(gl, waits);
    }

    @Override
    public DriverFence fence() {
        return new GlFence(gl, waits);
    }

    @Override
    public void flush() {
        gl.flush();
    }

    @Override
    public void loseContext() {
        GlErrors.quietly(gl::loseContext);
    }

    @Override
    public long pooledBytes() {
        return textures.pooledBytes();
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        textures.close(cleanup);
        for (GlProgram program : programs.open()) {
            cleanup.run(program::close);
        }
        cleanup.run(() -> GlErrors.quietly(() -> {
            gl.deleteBuffer(corners);
            if (vertexArray != 0) {
                gl.deleteVertexArray(vertexArray);
            }
            programs.deleteShared();
        }));
        cleanup.run(gl::close);
        cleanup.finish();
    }
}
