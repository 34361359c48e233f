package dev.texon.gpu;

/**
 * Limits of an adapter.
 *
 * @param textureSize longest side of a texture that was allocated, drawn and read back, in texels
 * @param declaredTextureSize longest side that the API declares, in texels
 * @param inputs textures that one program may read
 * @param renderTargets outputs of one program, 1 to 8
 * @param uniformVectors four-component uniforms in one program
 */
public record Limits(int textureSize, int declaredTextureSize, int inputs, int renderTargets, int uniformVectors) {}
