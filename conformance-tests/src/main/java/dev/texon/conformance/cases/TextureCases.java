package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.HalfFloat;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.Wrap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texels in and out: formats, sizes, regions and wrap modes. */
public final class TextureCases implements CaseGroup {
    private static final int WIDTH = 17;
    private static final int HEIGHT = 13;

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(upload(format));
        }
        cases.add(ConformanceCase.of("texture/zeros", "TEX-2")
                .checks("A new texture holds zeros.")
                .lookAt("memory that is used again without being cleared")
                .body(TextureCases::zeros));
        cases.add(ConformanceCase.of("texture/sizes", "TEX-3")
                .checks("Sides that are 1, odd, and no powers of two hold every texel.")
                .lookAt("row alignment of uploads")
                .body(TextureCases::sizes));
        cases.add(ConformanceCase.of("texture/region", "TEX-4")
                .checks("Uploading a region changes its texels and no others.")
                .lookAt("row length and offsets")
                .body(TextureCases::region));
        cases.add(ConformanceCase.of("texture/half/rounding", "TEX-5")
                .checks("Floats uploaded to half storage are rounded to nearest, ties to even.")
                .requires(Lab.can(TextureFormat.R16F, FormatFeature.SAMPLED))
                .refusal(trial -> refuse(trial, TextureFormat.R16F))
                .lookAt("a driver that converts uploads itself")
                .body(TextureCases::halfRounding));
        cases.add(ConformanceCase.of("texture/half/bits", "TEX-5")
                .checks("Half-float bits arrive as they are.")
                .requires(Lab.can(TextureFormat.RGBA16F, FormatFeature.SAMPLED))
                .refusal(trial -> refuse(trial, TextureFormat.RGBA16F))
                .lookAt("the half-float type of the upload")
                .body(TextureCases::halfBits));
        cases.add(ConformanceCase.of("texture/bytes", "TEX-1")
                .checks("A buffer of bytes, direct or not, arrives from its position on.")
                .lookAt("buffer positions")
                .body(TextureCases::bytes));
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(alignment(format));
        }
        cases.add(ConformanceCase.of("texture/copy", "TEX-6")
                .checks("A copied region equals its source and changes nothing around it.")
                .lookAt("offsets of the copy")
                .body(TextureCases::copy));
        for (Wrap wrap : Wrap.values()) {
            cases.add(wrap(wrap));
        }
        cases.add(ConformanceCase.of("texture/closed", "TEX-8")
                .checks("A closed texture is refused by its label, and closing twice is fine.")
                .lookAt("life cycle checks")
                .body(TextureCases::closed));
        return cases;
    }

    private static void refuse(Trial trial, TextureFormat format) {
        trial.expectThrows(GpuUnsupportedException.class, () -> new Lab(trial).texture("refused", 4, 4, format));
    }

    private static ConformanceCase upload(TextureFormat format) {
        return Lab.perFormat("texture/upload", format, "TEX-1")
                .checks("What is uploaded to " + format + " is fetched by a kernel and read back, bit for bit.")
                .requires(Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> refuse(trial, format))
                .lookAt("channel order, storage that is narrower than declared, samplers without highp")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] values = lab.storable(format, WIDTH * HEIGHT * format.channels());
                    Texture texture = lab.texture("uploaded", WIDTH, HEIGHT, format);
                    texture.upload(values);
                    lab.checkEqual(
                            "What a kernel fetches from " + format,
                            values,
                            lab.asSteps(format, lab.fetch(texture)),
                            WIDTH,
                            format.channels());
                    lab.checkEqual(
                            "The readback of " + format,
                            values,
                            lab.asSteps(format, texture.read()),
                            WIDTH,
                            format.channels());
                });
    }

    private static void zeros(Trial trial) {
        Lab lab = new Lab(trial);
        for (TextureFormat format : TextureFormat.values()) {
            if (trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
                // Dirty some memory first, and free it; the driver may keep it for the new texture.
                try (Texture dirty = trial.device().createTexture(TextureDescriptor.of("dirty", 64, 64, format))) {
                    float[] ones = new float[64 * 64 * format.channels()];
                    java.util.Arrays.fill(ones, 1f);
                    dirty.upload(ones);
                }
                Texture texture = lab.texture("new", 64, 64, format);
                lab.checkEqual(
                        "A new texture of " + format,
                        new float[64 * 64 * format.channels()],
                        texture.read(),
                        64,
                        format.channels());
            }
        }
    }

    private static void sizes(Trial trial) {
        Lab lab = new Lab(trial);
        for (TextureFormat format :
                List.of(TextureFormat.R8, TextureFormat.RG8, TextureFormat.RGBA8, TextureFormat.RGBA32F)) {
            if (!trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
                continue;
            }
            for (Region size : List.of(
                    new Region(0, 0, 1, 1),
                    new Region(0, 0, 1, 7),
                    new Region(0, 0, 7, 1),
                    new Region(0, 0, 3, 5),
                    new Region(0, 0, 255, 3),
                    new Region(0, 0, 31, 33))) {
                try (Texture texture = trial.device()
                        .createTexture(TextureDescriptor.of("sized", size.width(), size.height(), format))) {
                    float[] values = lab.storable(format, (int) size.texels() * format.channels());
                    texture.upload(values);
                    lab.checkEqual(
                            size.width() + "×" + size.height() + " texels of " + format,
                            values,
                            lab.asSteps(format, texture.read()),
                            size.width(),
                            format.channels());
                }
            }
        }
    }

    private static void region(Trial trial) {
        Lab lab = new Lab(trial);
        for (TextureFormat format : TextureFormat.values()) {
            if (!trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
                continue;
            }
            int channels = format.channels();
            float[] values = lab.storable(format, WIDTH * HEIGHT * channels);
            Texture texture = lab.texture("patched", WIDTH, HEIGHT, format);
            texture.upload(values);
            Region region = new Region(5, 3, 7, 9);
            float[] patch = lab.storable(format, (int) region.texels() * channels);
            texture.upload(0, region, patch);
            for (int y = 0; y < region.height(); y++) {
                System.arraycopy(
                        patch,
                        y * region.width() * channels,
                        values,
                        ((region.y() + y) * WIDTH + region.x()) * channels,
                        region.width() * channels);
            }
            lab.checkEqual(
                    "A patched texture of " + format, values, lab.asSteps(format, texture.read()), WIDTH, channels);
        }
    }

    private static void halfRounding(Trial trial) {
        Lab lab = new Lab(trial);
        int count = 1024;
        float[] values = new float[count];
        float[] expected = new float[count];
        // Ties first: half way between neighbours, to the even one; then one float above and below a tie.
        float[] ties = {
            1 + 0x1p-11f, 1 + 0x1.8p-10f, 2049f, 2051f, 1 + 0x1.002p-11f, 1 + 0x1.ffep-12f, 0x1p-25f, 0x1.8p-24f, 65519f
        };
        float[] rounded = {1f, 1 + 0x1p-9f, 2048f, 2052f, 1 + 0x1p-10f, 1f, 0f, 0x1p-23f, 65504f};
        for (int i = 0; i < count; i++) {
            values[i] = i < ties.length ? ties[i] : lab.randomFloat(-14, 14);
            expected[i] = i < ties.length ? rounded[i] : HalfFloat.toFloat(HalfFloat.fromFloat(values[i]));
        }
        Texture texture = lab.texture("halves", 32, 32, TextureFormat.R16F);
        texture.upload(values);
        float[] actual = lab.fetch(texture);
        // Subnormal halves are normal floats; an adapter that flushes them is judged by special/subnormal/half.
        if (actual[7] == 0f) {
            expected[7] = 0f;
        }
        lab.checkEqual("Rounded halves", expected, actual, 32, 1);
    }

    private static void halfBits(Trial trial) {
        Lab lab = new Lab(trial);
        short[] halves = new short[32 * 32 * 4];
        float[] expected = new float[halves.length];
        for (int i = 0; i < halves.length; i++) {
            float value = lab.randomFloat(-14, 15);
            halves[i] = HalfFloat.fromFloat(value);
            expected[i] = HalfFloat.toFloat(halves[i]);
        }
        Texture texture = lab.texture("halves", 32, 32, TextureFormat.RGBA16F);
        texture.uploadHalf(0, texture.whole(), halves);
        lab.checkEqual("Half-float bits", expected, lab.fetch(texture), 32, 4);
    }

    private static void bytes(Trial trial) {
        Lab lab = new Lab(trial);
        for (boolean direct : new boolean[] {true, false}) {
            ByteBuffer data =
                    (direct ? ByteBuffer.allocateDirect(70) : ByteBuffer.allocate(70)).order(ByteOrder.nativeOrder());
            float[] expected = new float[60];
            for (int i = 0; i < 60; i++) {
                data.put(i + 5, (byte) (4 * i));
                expected[i] = 4 * i / 255f;
            }
            data.position(5).limit(65);
            Texture texture = lab.texture("bytes", 5, 3, TextureFormat.RGBA8);
            texture.upload(0, texture.whole(), data);
            lab.checkEqual(
                    direct ? "A direct buffer" : "A heap buffer",
                    expected,
                    lab.asSteps(TextureFormat.RGBA8, texture.read()),
                    5,
                    4);
            trial.check(
                    data.position() == 5 && data.limit() == 65, () -> "The upload moved the buffer to " + data + ".");
        }
    }

    private static ConformanceCase alignment(TextureFormat format) {
        return Lab.perFormat("texture/alignment", format, "TEX-1")
                .checks("A direct buffer of " + format
                        + " arrives from any position on, aligned or not, in either byte order.")
                .requires(Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> refuse(trial, format))
                .lookAt("pointers that are rounded to the size of an element")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    int channels = format.channels();
                    Texture texture = lab.texture("aligned", 5, 3, format);
                    int bytes = 15 * format.bytesPerTexel();
                    ByteBuffer data = ByteBuffer.allocateDirect(bytes + 8).order(ByteOrder.nativeOrder());
                    for (int position = 0; position < 8; position++) {
                        float[] values = lab.storable(format, 15 * channels);
                        data.clear().position(position);
                        data.order(position < 4 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                        data.limit(position + bytes);
                        format.elementType().encode(FloatBuffer.wrap(values), data);
                        texture.upload(0, texture.whole(), data.position(position));
                        lab.checkEqual(
                                "A buffer of " + format + " from byte " + position + " on",
                                values,
                                lab.asSteps(format, texture.read()),
                                5,
                                channels);
                    }
                });
    }

    private static void copy(Trial trial) {
        Lab lab = new Lab(trial);
        for (TextureFormat format : TextureFormat.values()) {
            if (!trial.capabilities().supports(format, FormatFeature.RENDER)) {
                continue;
            }
            int channels = format.channels();
            float[] values = lab.storable(format, WIDTH * HEIGHT * channels);
            Texture source = lab.texture("source", WIDTH, HEIGHT, format);
            source.upload(values);
            Texture target = lab.texture("target", WIDTH, HEIGHT, format);
            source.copyTo(target, new Region(2, 1, 9, 8), 5, 4);
            float[] expected = new float[values.length];
            for (int y = 0; y < 8; y++) {
                System.arraycopy(
                        values,
                        ((1 + y) * WIDTH + 2) * channels,
                        expected,
                        ((4 + y) * WIDTH + 5) * channels,
                        9 * channels);
            }
            lab.checkEqual("A copy of " + format, expected, lab.asSteps(format, target.read()), WIDTH, channels);
        }
    }

    /** Samples at the centres of texels −8 to 15 of a texture of 8 texels. */
    private static ConformanceCase wrap(Wrap wrap) {
        return ConformanceCase.of("texture/wrap/" + wrap.name().toLowerCase(Locale.ROOT), "TEX-7")
                .checks("Coordinates outside the texture read as wrap " + wrap + " says.")
                .lookAt("the texture's wrap parameters")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    Texture texture = lab.texture(TextureDescriptor.of("wrapped", 8, 1, TextureFormat.RGBA8)
                            .withWrap(wrap));
                    float[] values = new float[32];
                    for (int i = 0; i < 32; i++) {
                        values[i] = (i / 4 + 1) / 255f;
                    }
                    texture.upload(values);
                    Program program = lab.program(
                            ProgramDescriptor.builder("wrapped")
                                    .sampled("inputs")
                                    .output("target")
                                    .source(
                                            "void main() { target = sample_inputs(vec2((float(fragment().x) - 7.5) / 8.0, 0.5)); }"));
                    float[] expected = new float[24 * 4];
                    for (int i = 0; i < expected.length; i++) {
                        int x = i / 4 - 8;
                        int texel =
                                switch (wrap) {
                                    case CLAMP -> Math.max(0, Math.min(7, x));
                                    case REPEAT -> Math.floorMod(x, 8);
                                    case MIRROR ->
                                        Math.floorMod(x, 16) < 8 ? Math.floorMod(x, 16) : 15 - Math.floorMod(x, 16);
                                };
                        expected[i] = (texel + 1) / 255f;
                    }
                    lab.checkEqual("Wrap " + wrap, expected, lab.draw(program, texture, 24, 1), 24, 4);
                    if (wrap != Wrap.CLAMP && !trial.capabilities().supports(Feature.NON_POWER_OF_TWO)) {
                        trial.expectThrows(
                                GpuUnsupportedException.class,
                                () -> lab.texture(TextureDescriptor.of("refused", 5, 3, TextureFormat.RGBA8)
                                        .withWrap(wrap)));
                    }
                });
    }

    private static void closed(Trial trial) {
        Texture texture = trial.device().createTexture(TextureDescriptor.of("gone", 4, 4, TextureFormat.RGBA8));
        texture.close();
        texture.close();
        Exception refusal = trial.expectThrows(IllegalStateException.class, texture::read);
        trial.check(
                String.valueOf(refusal.getMessage()).contains("'gone'"),
                () -> "The refusal does not name the texture: " + refusal.getMessage());
    }
}
