package dev.texon.gpu;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that a descriptor may not use in any dialect, so that a kernel that compiles here compiles everywhere. From the lists of keywords
 * and reserved words of GLSL ES 1.00.17 (3.6), GLSL ES 3.00.6 (3.7), GLSL ES 3.20.6 (3.7) and GLSL 4.60.8 (3.6), which has those of
 * GLSL 3.30; from the built-in functions of their chapters 8; and the vocabulary of docs/shaders.md.
 */
final class ReservedWords {
    private static final Set<String> ALL = Stream.of(
                    // Keywords.
                    "attribute const uniform varying buffer shared coherent volatile restrict readonly writeonly atomic_uint layout",
                    "centroid flat smooth noperspective patch sample invariant precise break continue do for while switch case",
                    "default if else subroutine in out inout int void bool true false float double discard return struct",
                    "lowp mediump highp precision uint",
                    // Reserved words.
                    "asm class union enum typedef template this resource goto inline noinline public static extern external",
                    "interface long short half fixed unsigned superp input output filter sizeof cast namespace using active",
                    "partition packed common row_major column_major",
                    // Built-in functions that the dialect keeps or leaves out.
                    "radians degrees sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh pow exp log exp2 log2 sqrt",
                    "inversesqrt abs sign floor trunc round roundEven ceil fract mod modf min max clamp mix step smoothstep isnan",
                    "isinf fma frexp ldexp length distance dot cross normalize faceforward reflect refract transpose inverse",
                    "determinant outerProduct matrixCompMult lessThan lessThanEqual greaterThan greaterThanEqual equal notEqual any",
                    "all not texture textureLod textureSize texelFetch textureGrad textureOffset textureProj texture2D",
                    "texture2DLod texture2DProj dFdx dFdy fwidth ftransform floatBitsToInt floatBitsToUint intBitsToFloat",
                    "uintBitsToFloat noise1 noise2 noise3 noise4",
                    // The vocabulary.
                    "main fragment fragment_uv is_nan is_inf defined")
            .flatMap(line -> Stream.of(line.split(" ")))
            .collect(Collectors.toUnmodifiableSet());

    /** Types are families: vec2 to dvec4, sampler2D to usampler2DMSArray, image2D… */
    private static final String TYPES =
            "[biud]?vec[234]|d?mat[234](x[234])?|hvec[234]|fvec[234]|[iu]?(sampler|image|subpassInput|texture)(1D|2D|3D|Cube|Buffer|MS|Rect)\\w*|sampler3DRect|sampler";

    private ReservedWords() {}

    static boolean contains(String name) {
        return ALL.contains(name) || name.matches(TYPES);
    }
}
