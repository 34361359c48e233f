package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.ARRAY_BUFFER;
import static dev.texon.gpu.gl.GlConstants.CLAMP_TO_EDGE;
import static dev.texon.gpu.gl.GlConstants.COLOR_ATTACHMENT0;
import static dev.texon.gpu.gl.GlConstants.COLOR_BUFFER_BIT;
import static dev.texon.gpu.gl.GlConstants.FRAGMENT_SHADER;
import static dev.texon.gpu.gl.GlConstants.FRAMEBUFFER;
import static dev.texon.gpu.gl.GlConstants.FRAMEBUFFER_COMPLETE;
import static dev.texon.gpu.gl.GlConstants.LINEAR;
import static dev.texon.gpu.gl.GlConstants.LINEAR_MIPMAP_LINEAR;
import static dev.texon.gpu.gl.GlConstants.MIRRORED_REPEAT;
import static dev.texon.gpu.gl.GlConstants.NEAREST;
import static dev.texon.gpu.gl.GlConstants.NEAREST_MIPMAP_NEAREST;
import static dev.texon.gpu.gl.GlConstants.RENDERER;
import static dev.texon.gpu.gl.GlConstants.REPEAT;
import static dev.texon.gpu.gl.GlConstants.STATIC_DRAW;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_2D;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_MAG_FILTER;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_MAX_LEVEL;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_MIN_FILTER;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_WRAP_S;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_WRAP_T;
import static dev.texon.gpu.gl.GlConstants.TRIANGLES;
import static dev.texon.gpu.gl.GlConstants.UNMASKED_RENDERER;
import static dev.texon.gpu.gl.GlConstants.UNMASKED_VENDOR;
import static dev.texon.gpu.gl.GlConstants.VENDOR;
import static dev.texon.gpu.gl.GlConstants.VERSION;
import static dev.texon.gpu.gl.GlConstants.VERTEX_SHADER;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOutOfMemoryException;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ProgramDescriptor.Access;
import dev.texon.gpu.Region;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The driver of the OpenGL family, over {@link Gl}. */
public final class GlDriver implements GpuDriver {
    /** A framebuffer with several targets. */
    private record SharedFramebuffer(List<GlTexture> targets, int level, int name) {
        boolean holds(DrawCommand command) {
            if (level != command.level() || targets.size() != command.targetCount()) {
                return false;
            }
            for (int i = 0; i < targets.size(); i++) {
                if (targets.get(i) != command.target(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Passes and uploads after which an error is asked for; a browser's answer takes as long as many of them. */
    private static final int MOST_UNCHECKED = 1024;

    private final Gl gl;
    private final GlApi api;
    private final GlState state;
    private final GlslAssembler assembler;
    private final DeviceInfo info;
    private final DeclaredCapabilities declared;
    private final Set<GlTexture> textures = new HashSet<>();
    private final TexturePool pool;
    private final Set<GlProgram> programs = new HashSet<>();
    private final List<SharedFramebuffer> sharedFramebuffers = new ArrayList<>();
    private final GlWait waits = new GlWait(() -> throwIfReset("it is waited for"));
    private final int corners;
    private final int vertexArray;
    private int vertexShader;
    /** Passes and uploads since an error was last asked for. */
    private int unchecked;

    private ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

    private GlDriver(Gl gl, String backend, String adapter, long poolBytes) {
        this.gl = gl;
        pool = new TexturePool(poolBytes);
        api = gl.api();
        Set<String> extensions = gl.extensions().stream()
                .map(name -> name.startsWith("GL_") ? name.substring(3) : name)
                .collect(Collectors.toSet());
        boolean unmasked = extensions.contains("WEBGL_debug_renderer_info");
        String version = gl.getString(VERSION);
        info = new DeviceInfo(
                backend,
                adapter,
                switch (api) {
                    case GL -> "OpenGL " + version.split("[^0-9.]", 2)[0];
                    case GLES3 -> version.split("(?<=\\d) ", 2)[0];
                    case GLES2 -> "OpenGL ES 2.0";
                    case WEBGL2 -> "WebGL 2";
                    case WEBGL1 -> "WebGL 1";
                },
                gl.getString(unmasked ? UNMASKED_RENDERER : RENDERER),
                gl.getString(unmasked ? UNMASKED_VENDOR : VENDOR),
                version);
        // The largest number of units that is ever bound is limited by GlCapabilities.
        state = new GlState(gl, 32);
        assembler = new GlslAssembler(api, extensions);
        vertexArray = api == GlApi.GL ? gl.createVertexArray() : 0;
        if (vertexArray != 0) {
            gl.bindVertexArray(vertexArray);
        }
        corners = gl.createBuffer();
        gl.bindBuffer(ARRAY_BUFFER, corners);
        ByteBuffer triangle = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
        triangle.asFloatBuffer().put(new float[] {-1, -1, 3, -1, -1, 3});
        gl.bufferData(ARRAY_BUFFER, triangle, STATIC_DRAW);
        gl.enableVertexAttribArray(0);
        gl.vertexAttribPointer(0, 2);
        declared = new GlCapabilities(gl, extensions, this::completesFramebuffer).declared();
        check("the context is prepared");
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
    public GlTexture createTexture(TextureDescriptor descriptor) {
        GlTexture closed = pool.take(descriptor);
        if (closed != null) {
            GlTexture texture = new GlTexture(closed, descriptor);
            textures.add(texture);
            fillWithZeros(texture);
            return texture;
        }
        try {
            return allocate(descriptor);
        } catch (GpuOutOfMemoryException e) {
            if (pool.bytes() == 0) {
                throw e;
            }
            emptyPool();
            return allocate(descriptor);
        }
    }

    private GlTexture allocate(TextureDescriptor descriptor) {
        GlFormat format = GlFormat.of(api, descriptor.format());
        GlTexture texture = new GlTexture(this, gl.createTexture(), descriptor, format);
        textures.add(texture);
        try {
            if (texture.bytes() > gl.maxTextureBytes()) {
                throw new GpuOutOfMemoryException("Texture '" + descriptor.label() + "' (" + descriptor.width() + "×"
                        + descriptor.height() + " " + descriptor.format() + ") has " + texture.bytes()
                        + " bytes; one of more than " + gl.maxTextureBytes()
                        + " ends this context: use several, or a smaller format.");
            }
            state.editTexture(texture.name);
            for (int level = 0; level < descriptor.levels(); level++) {
                gl.texImage2D(
                        TEXTURE_2D,
                        level,
                        format.internalFormat(),
                        descriptor.width(level),
                        descriptor.height(level),
                        format.format(),
                        format.type());
            }
            if (!api.legacy()) {
                gl.texParameteri(TEXTURE_2D, TEXTURE_MAX_LEVEL, descriptor.levels() - 1);
            }
            setSampling(texture, Access.SAMPLED, TexelFetch.LEVEL);
            String doing = "texture '" + descriptor.label() + "' (" + descriptor.width() + "×" + descriptor.height()
                    + " " + descriptor.format() + ", " + texture.bytes() + " bytes) is created";
            int error = gl.getError();
            // The user face has checked every argument, so that only the product of the sides can be refused: Chromium
            // does that
            // from 2 GiB on, before it asks the GPU.
            check(error == GlConstants.INVALID_VALUE ? GlConstants.OUT_OF_MEMORY : error, doing);
            // WebGL clears by itself, but for the channels that the format does not have.
            if (!api.web() || format.channels() != descriptor.format().channels()) {
                fillWithZeros(texture);
                check(doing);
            }
        } catch (GpuException e) {
            forget(texture);
            free(texture);
            throw e;
        }
        return texture;
    }

    /** Stored channels that the format lacks become (0, 0, 1). */
    private void fillWithZeros(GlTexture texture) {
        TextureDescriptor descriptor = texture.descriptor;
        float alpha = descriptor.format().channels() < 4 ? 1f : 0f;
        Set<FormatFeature> features =
                declared == null ? null : declared.formats().get(descriptor.format());
        boolean drawable = features != null && features.contains(FormatFeature.RENDER);
        for (int level = 0; level < descriptor.levels(); level++) {
            boolean cleared = drawable
                    && (level == 0 || declared.features().contains(Feature.RENDER_TO_LEVEL))
                    && clear(texture, level, alpha);
            if (!cleared) {
                uploadZeros(texture, level);
            }
        }
    }

    /** Whether that works: a format that is declared drawable and is not must still be there for sampling. */
    private boolean clear(GlTexture texture, int level, float alpha) {
        try {
            state.framebuffer(framebuffer(texture, level));
        } catch (GpuDeviceLostException e) {
            throw e;
        } catch (GpuException e) {
            return false;
        }
        state.writtenChannels(4);
        gl.clearColor(0f, 0f, 0f, alpha);
        gl.clear(COLOR_BUFFER_BIT);
        return true;
    }

    private void uploadZeros(GlTexture texture, int level) {
        TextureDescriptor descriptor = texture.descriptor;
        int width = descriptor.width(level);
        int height = descriptor.height(level);
        int rowBytes = width * descriptor.format().bytesPerTexel();
        int band = Math.max(1, Math.min(height, (1 << 20) / rowBytes));
        ByteBuffer zeros = ByteBuffer.allocateDirect(band * rowBytes).order(ByteOrder.nativeOrder());
        for (int row = 0; row < height; row += band) {
            int rows = Math.min(band, height - row);
            zeros.position(0).limit(rows * rowBytes);
            upload(
                    texture,
                    level,
                    new Region(0, row, width, rows),
                    descriptor.format().elementType(),
                    zeros);
        }
    }

    @Override
    public void upload(DriverTexture target, int level, Region region, ElementType type, ByteBuffer data) {
        GlTexture texture = (GlTexture) target;
        state.editTexture(texture.name);
        int channels = texture.descriptor.format().channels();
        int rowBytes = region.width() * type.bytesPerTexel(channels);
        int stored = texture.format.channels();
        int storedRowBytes = region.width() * type.bytesPerTexel(stored);
        int band = Math.max(1, gl.maxTransferBytes() / storedRowBytes);
        if (stored != channels) {
            // Expanding goes through the scratch buffer, which need not hold a whole large texture.
            band = Math.max(1, Math.min(band, (1 << 22) / storedRowBytes));
        }
        unchecked++;
        int start = data.position();
        for (int row = 0; row < region.height(); row += band) {
            int rows = Math.min(band, region.height() - row);
            ByteBuffer part =
                    data.slice(start + row * rowBytes, rows * rowBytes).order(ByteOrder.nativeOrder());
            gl.texSubImage2D(
                    TEXTURE_2D,
                    level,
                    region.x(),
                    region.y() + row,
                    region.width(),
                    rows,
                    texture.format.format(),
                    texture.format.type(),
                    stored == channels ? part : expand(part, channels, type));
        }
    }

    /** To four channels, the missing ones (0, 0, 1). */
    private ByteBuffer expand(ByteBuffer data, int channels, ElementType type) {
        int texels = data.remaining() / type.bytesPerTexel(channels);
        ByteBuffer rgba = scratch(texels * type.bytesPerTexel(4));
        GlTexels.widen(data, channels, type, rgba);
        return rgba.flip();
    }

    private ByteBuffer scratch(int bytes) {
        if (scratch.capacity() < bytes) {
            scratch = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return scratch.clear().limit(bytes);
    }

    @Override
    public void generateMipmaps(DriverTexture target) {
        GlTexture texture = (GlTexture) target;
        state.editTexture(texture.name);
        gl.generateMipmap(TEXTURE_2D);
        if (!texture.generatesMipmaps) {
            // Asked once: it waits for all that is drawn, and what a format refuses it refuses every time.
            check("mipmaps of texture '" + texture.descriptor.label() + "' are generated");
            texture.generatesMipmaps = true;
        }
    }

    @Override
    public DriverProgram createProgram(ProgramDescriptor descriptor) {
        String preamble = assembler.preamble(descriptor);
        int fragment = compile(FRAGMENT_SHADER, preamble + descriptor.source() + assembler.epilogue(descriptor));
        if (vertexShader == 0) {
            vertexShader = compile(VERTEX_SHADER, assembler.vertexShader());
        }
        int name = gl.createProgram();
        gl.attachShader(name, vertexShader);
        gl.attachShader(name, fragment);
        gl.bindAttribLocation(name, 0, "texon_corner");
        gl.linkProgram(name);
        // One question for the whole: asking after each step would wait for each.
        if (!gl.linked(name)) {
            String log = gl.compiled(fragment) ? gl.getProgramInfoLog(name) : gl.getShaderInfoLog(fragment);
            gl.deleteShader(fragment);
            gl.deleteProgram(name);
            throwIfLost("program '" + descriptor.label() + "' is compiled");
            throw ShaderLog.explain(descriptor, preamble, log);
        }
        gl.deleteShader(fragment);
        state.program(name);
        GlProgram program = new GlProgram(this, gl, name, descriptor);
        programs.add(program);
        check("program '" + descriptor.label() + "' is created");
        return program;
    }

    private int compile(int type, String source) {
        int shader = gl.createShader(type);
        gl.shaderSource(shader, source);
        gl.compileShader(shader);
        return shader;
    }

    @Override
    public void draw(DrawCommand command) {
        GlProgram program = (GlProgram) command.program();
        GlTexture first = (GlTexture) command.target(0);
        state.program(program.name);
        List<ProgramDescriptor.Input> inputs = program.descriptor.inputs();
        // Changing a texture may bind it to another input's unit: change all, then bind all.
        for (int i = 0; i < inputs.size(); i++) {
            setSampling((GlTexture) command.input(i), inputs.get(i).access(), program.descriptor.fetch());
        }
        for (int i = 0; i < inputs.size(); i++) {
            GlTexture texture = (GlTexture) command.input(i);
            state.texture(i, texture.name);
            program.setInputSize(i, texture.descriptor.width(), texture.descriptor.height());
        }
        state.framebuffer(command.targetCount() == 1 ? framebuffer(first, command.level()) : framebuffer(command));
        state.viewport(command.x(), command.y(), command.width(), command.height());
        state.writtenChannels(
                first.format.channels() == 4 ? first.descriptor.format().channels() : 4);
        state.blend(command.blend());
        program.setTargetSize(first.descriptor.width(command.level()), first.descriptor.height(command.level()));
        program.setRegion(command);
        program.setUniforms(command);
        gl.drawArrays(TRIANGLES, 0, 3);
        if (++unchecked >= MOST_UNCHECKED) {
            check("program '" + program.descriptor.label() + "' draws");
        }
    }

    /**
     * Sets filter and wrap on the texture. A fetch is a lookup at the texel's centre, so that its filter must be nearest.
     */
    private void setSampling(GlTexture texture, Access access, TexelFetch way) {
        TextureDescriptor descriptor = texture.descriptor;
        boolean fetch = access == Access.TEXELS;
        boolean linear = !fetch && descriptor.filter().linear();
        // A fetch from an explicit level needs a filter that knows levels, and one that leaves the level to the driver
        // one that
        // does not.
        boolean mipmapped = fetch
                ? descriptor.levels() > 1
                        && way != TexelFetch.PLAIN
                        && declared.features().contains(Feature.EXPLICIT_LEVEL)
                : descriptor.filter().mipmapped();
        int min = mipmapped ? (linear ? LINEAR_MIPMAP_LINEAR : NEAREST_MIPMAP_NEAREST) : (linear ? LINEAR : NEAREST);
        int mag = linear ? LINEAR : NEAREST;
        int wrap = fetch
                ? CLAMP_TO_EDGE
                : switch (descriptor.wrap()) {
                    case CLAMP -> CLAMP_TO_EDGE;
                    case REPEAT -> REPEAT;
                    case MIRROR -> MIRRORED_REPEAT;
                };
        if (texture.minFilter == min && texture.magFilter == mag && texture.wrap == wrap) {
            return;
        }
        state.editTexture(texture.name);
        gl.texParameteri(TEXTURE_2D, TEXTURE_MIN_FILTER, min);
        gl.texParameteri(TEXTURE_2D, TEXTURE_MAG_FILTER, mag);
        gl.texParameteri(TEXTURE_2D, TEXTURE_WRAP_S, wrap);
        gl.texParameteri(TEXTURE_2D, TEXTURE_WRAP_T, wrap);
        texture.minFilter = min;
        texture.magFilter = mag;
        texture.wrap = wrap;
    }

    private int framebuffer(GlTexture texture, int level) {
        int name = texture.framebuffers[level];
        if (name == 0) {
            name = gl.createFramebuffer();
            state.framebuffer(name);
            gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture.name, level);
            demandComplete(name, "texture '" + texture.descriptor.label() + "', level " + level);
            texture.framebuffers[level] = name;
        }
        return name;
    }

    private int framebuffer(DrawCommand command) {
        for (int i = 0; i < sharedFramebuffers.size(); i++) {
            if (sharedFramebuffers.get(i).holds(command)) {
                return sharedFramebuffers.get(i).name();
            }
        }
        int name = gl.createFramebuffer();
        state.framebuffer(name);
        List<GlTexture> targets = new ArrayList<>();
        for (int i = 0; i < command.targetCount(); i++) {
            GlTexture texture = (GlTexture) command.target(i);
            targets.add(texture);
            texture.sharesFramebuffer = true;
            gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0 + i, TEXTURE_2D, texture.name, command.level());
        }
        gl.drawBuffers(targets.size());
        demandComplete(
                name,
                "render targets "
                        + targets.stream()
                                .map(t -> "'" + t.descriptor.label() + "'")
                                .collect(Collectors.joining(", ")));
        sharedFramebuffers.add(new SharedFramebuffer(List.copyOf(targets), command.level(), name));
        return name;
    }

    private void demandComplete(int framebuffer, String what) {
        int status = gl.checkFramebufferStatus(FRAMEBUFFER);
        if (status != FRAMEBUFFER_COMPLETE) {
            deleteFramebuffer(framebuffer);
            throwIfLost(what + " is made a render target");
            throw new GpuException("OpenGL reports framebuffer status 0x" + Integer.toHexString(status) + " for " + what
                    + "; the adapter declares a format that it cannot draw to.");
        }
    }

    /** Whether a framebuffer of the format is complete; asked while the capabilities are being collected. */
    private boolean completesFramebuffer(TextureFormat format) {
        GlFormat stored = GlFormat.of(api, format);
        int texture = gl.createTexture();
        state.editTexture(texture);
        gl.texImage2D(TEXTURE_2D, 0, stored.internalFormat(), 4, 4, stored.format(), stored.type());
        int framebuffer = gl.createFramebuffer();
        state.framebuffer(framebuffer);
        gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
        boolean complete = gl.checkFramebufferStatus(FRAMEBUFFER) == FRAMEBUFFER_COMPLETE;
        gl.deleteFramebuffer(framebuffer);
        state.framebufferDeleted(framebuffer);
        gl.deleteTexture(texture);
        state.textureDeleted(texture);
        return complete && gl.getError() == GlConstants.NO_ERROR;
    }

    /** To be called where others may have changed the context since: what is drawn next sets all that it needs. */
    public void forgetState() {
        state.forget();
    }

    @Override
    public DriverReadback readBack(DriverTexture source, int level, Region region, ElementType type, boolean wait) {
        GlTexture texture = (GlTexture) source;
        state.framebuffer(framebuffer(texture, level));
        int bytes = Math.toIntExact(region.texels() * type.bytesPerTexel(4));
        int channels = texture.descriptor.format().channels();
        int glType = GlElementType.of(type).type(api);
        boolean later =
                !wait && bytes <= gl.maxTransferBytes() && declared.features().contains(Feature.ASYNC_READ_BACK);
        // What is read now may lie in the shared buffer, since it is handed over before the next call.
        Runnable check = () -> check("texture '" + texture.descriptor.label() + "' is read back");
        return later
                ? GlReadback.later(gl, allocate(bytes), region, channels, type, glType, waits, check)
                : GlReadback.now(gl, wait ? scratch(bytes) : allocate(bytes), region, channels, type, glType, check);
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
        quietly(gl::loseContext);
    }

    void delete(GlTexture texture) {
        if (forget(texture)) {
            pool.put(texture);
            for (GlTexture excess = pool.takeExcess(); excess != null; excess = pool.takeExcess()) {
                free(excess);
            }
        }
    }

    /** Whether it was there. Framebuffers that it shares go; its own stay. */
    private boolean forget(GlTexture texture) {
        if (!textures.remove(texture)) {
            return false;
        }
        if (texture.sharesFramebuffer) {
            sharedFramebuffers.removeIf(shared -> {
                boolean mine = shared.targets().contains(texture);
                if (mine) {
                    deleteFramebuffer(shared.name());
                }
                return mine;
            });
        }
        return true;
    }

    private void free(GlTexture texture) {
        for (int framebuffer : texture.framebuffers) {
            if (framebuffer != 0) {
                deleteFramebuffer(framebuffer);
            }
        }
        quietly(() -> gl.deleteTexture(texture.name));
        state.textureDeleted(texture.name);
    }

    private void emptyPool() {
        for (GlTexture texture = pool.takeEldest(); texture != null; texture = pool.takeEldest()) {
            free(texture);
        }
    }

    @Override
    public long pooledBytes() {
        return pool.bytes();
    }

    private void deleteFramebuffer(int name) {
        quietly(() -> gl.deleteFramebuffer(name));
        state.framebufferDeleted(name);
    }

    void delete(GlProgram program) {
        if (programs.remove(program)) {
            quietly(() -> {
                state.programDeleted(program.name);
                gl.deleteProgram(program.name);
            });
        }
    }

    /** For calls that a lost device does not fail: it has nothing left to free. */
    static void quietly(Runnable calls) {
        try {
            calls.run();
        } catch (GpuDeviceLostException e) {
            // The context took everything with it.
        }
    }

    private void throwIfLost(String doing) {
        throwIfReset(doing);
        int error = gl.getError();
        if (error == GlConstants.CONTEXT_LOST || error == GlConstants.CONTEXT_LOST_WEBGL) {
            throw lost(doing);
        }
    }

    private GpuDeviceLostException lost(String doing) {
        return new GpuDeviceLostException("The context of " + info.renderer() + " is lost while " + doing
                + "; close the device and open it anew." + diagnosis());
    }

    /** What a context that was reset gives is not what was drawn, even where it gives something. */
    private void throwIfReset(String doing) {
        int status = gl.getGraphicsResetStatus();
        if (status != GlConstants.NO_ERROR) {
            throw new GpuDeviceLostException("The GPU of " + info.renderer() + " was reset ("
                    + GlConstants.resetName(status) + ") while " + doing + "; close the device and open it anew."
                    + diagnosis());
        }
    }

    /** @param doing "texture 'x' is created": what the message says the error came from */
    private void check(String doing) {
        check(gl.getError(), doing);
    }

    private void check(int error, String doing) {
        throwIfReset(doing);
        int since = unchecked;
        unchecked = 0;
        if (error == GlConstants.NO_ERROR) {
            return;
        }
        // A context may hold one flag for each kind of error.
        for (int i = 0; i < 8 && gl.getError() != GlConstants.NO_ERROR; i++) {}
        switch (error) {
            case GlConstants.OUT_OF_MEMORY ->
                throw new GpuOutOfMemoryException("The GPU is out of memory while " + doing + since(since)
                        + "; close textures that are no longer needed, or use a smaller format.");
            case GlConstants.CONTEXT_LOST, GlConstants.CONTEXT_LOST_WEBGL -> throw lost(doing + since(since));
            default ->
                throw new GpuException("OpenGL reports " + GlConstants.errorName(error) + " while " + doing
                        + since(since) + "; open the device with debug on to see the call." + diagnosis());
        }
    }

    /** An error is found when it is asked for, which may be long after the call that made it. */
    private static String since(int unchecked) {
        return unchecked == 0
                ? ""
                : ", or in one of the " + unchecked + " passes and uploads since errors were last asked for";
    }

    private String diagnosis() {
        String words = gl.diagnosis();
        return words == null ? "" : " " + words;
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        for (GlTexture texture : List.copyOf(textures)) {
            cleanup.run(() -> {
                forget(texture);
                free(texture);
            });
        }
        cleanup.run(this::emptyPool);
        for (GlProgram program : List.copyOf(programs)) {
            cleanup.run(() -> delete(program));
        }
        cleanup.run(() -> quietly(() -> {
            gl.deleteBuffer(corners);
            if (vertexArray != 0) {
                gl.deleteVertexArray(vertexArray);
            }
            if (vertexShader != 0) {
                gl.deleteShader(vertexShader);
            }
        }));
        cleanup.run(gl::close);
        cleanup.finish();
    }
}
