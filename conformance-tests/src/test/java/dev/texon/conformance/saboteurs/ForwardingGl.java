package dev.texon.conformance.saboteurs;

import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlApi;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands every call to a right binding; a subclass overrides the call that is to be wrong. */
abstract class ForwardingGl implements Gl {
    final Gl right;

    ForwardingGl(Gl right) {
        this.right = right;
    }

    @Override
    public GlApi api() {
        return right.api();
    }

    @Override
    public Set<String> extensions() {
        return right.extensions();
    }

    @Override
    public int maxTransferBytes() {
        return right.maxTransferBytes();
    }

    @Override
    public long maxTextureBytes() {
        return right.maxTextureBytes();
    }

    @Override
    public String getString(int name) {
        return right.getString(name);
    }

    @Override
    public int getInteger(int name) {
        return right.getInteger(name);
    }

    @Override
    public int getError() {
        return right.getError();
    }

    @Override
    public int getGraphicsResetStatus() {
        return right.getGraphicsResetStatus();
    }

    @Override
    public int timeQueryBits() {
        return right.timeQueryBits();
    }

    @Override
    public void enable(int capability) {
        right.enable(capability);
    }

    @Override
    public void disable(int capability) {
        right.disable(capability);
    }

    @Override
    public void viewport(int x, int y, int width, int height) {
        right.viewport(x, y, width, height);
    }

    @Override
    public void colorMask(boolean red, boolean green, boolean blue, boolean alpha) {
        right.colorMask(red, green, blue, alpha);
    }

    @Override
    public void blendFunc(int source, int destination) {
        right.blendFunc(source, destination);
    }

    @Override
    public void blendEquation(int mode) {
        right.blendEquation(mode);
    }

    @Override
    public void clearColor(float red, float green, float blue, float alpha) {
        right.clearColor(red, green, blue, alpha);
    }

    @Override
    public void clear(int mask) {
        right.clear(mask);
    }

    @Override
    public void pixelStorei(int name, int value) {
        right.pixelStorei(name, value);
    }

    @Override
    public int createTexture() {
        return right.createTexture();
    }

    @Override
    public void deleteTexture(int texture) {
        right.deleteTexture(texture);
    }

    @Override
    public void activeTexture(int unit) {
        right.activeTexture(unit);
    }

    @Override
    public void bindTexture(int target, int texture) {
        right.bindTexture(target, texture);
    }

    @Override
    public void texParameteri(int target, int name, int value) {
        right.texParameteri(target, name, value);
    }

    @Override
    public void texImage2D(int target, int level, int internalFormat, int width, int height, int format, int type) {
        right.texImage2D(target, level, internalFormat, width, height, format, type);
    }

    @Override
    public void texSubImage2D(
            int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
        right.texSubImage2D(target, level, x, y, width, height, format, type, data);
    }

    @Override
    public void generateMipmap(int target) {
        right.generateMipmap(target);
    }

    @Override
    public int createFramebuffer() {
        return right.createFramebuffer();
    }

    @Override
    public void deleteFramebuffer(int framebuffer) {
        right.deleteFramebuffer(framebuffer);
    }

    @Override
    public void bindFramebuffer(int target, int framebuffer) {
        right.bindFramebuffer(target, framebuffer);
    }

    @Override
    public void framebufferTexture2D(int target, int attachment, int textureTarget, int texture, int level) {
        right.framebufferTexture2D(target, attachment, textureTarget, texture, level);
    }

    @Override
    public int checkFramebufferStatus(int target) {
        return right.checkFramebufferStatus(target);
    }

    @Override
    public void drawBuffers(int count) {
        right.drawBuffers(count);
    }

    @Override
    public void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into) {
        right.readPixels(x, y, width, height, format, type, into);
    }

    @Override
    public void readPixelsToBuffer(int x, int y, int width, int height, int format, int type) {
        right.readPixelsToBuffer(x, y, width, height, format, type);
    }

    @Override
    public int createBuffer() {
        return right.createBuffer();
    }

    @Override
    public void deleteBuffer(int buffer) {
        right.deleteBuffer(buffer);
    }

    @Override
    public void bindBuffer(int target, int buffer) {
        right.bindBuffer(target, buffer);
    }

    @Override
    public void bufferData(int target, ByteBuffer data, int usage) {
        right.bufferData(target, data, usage);
    }

    @Override
    public void bufferData(int target, int bytes, int usage) {
        right.bufferData(target, bytes, usage);
    }

    @Override
    public void getBufferSubData(int target, ByteBuffer into) {
        right.getBufferSubData(target, into);
    }

    @Override
    public int createVertexArray() {
        return right.createVertexArray();
    }

    @Override
    public void deleteVertexArray(int array) {
        right.deleteVertexArray(array);
    }

    @Override
    public void bindVertexArray(int array) {
        right.bindVertexArray(array);
    }

    @Override
    public void enableVertexAttribArray(int index) {
        right.enableVertexAttribArray(index);
    }

    @Override
    public void vertexAttribPointer(int index, int size) {
        right.vertexAttribPointer(index, size);
    }

    @Override
    public int createShader(int type) {
        return right.createShader(type);
    }

    @Override
    public void deleteShader(int shader) {
        right.deleteShader(shader);
    }

    @Override
    public void shaderSource(int shader, String source) {
        right.shaderSource(shader, source);
    }

    @Override
    public void compileShader(int shader) {
        right.compileShader(shader);
    }

    @Override
    public boolean compiled(int shader) {
        return right.compiled(shader);
    }

    @Override
    public String getShaderInfoLog(int shader) {
        return right.getShaderInfoLog(shader);
    }

    @Override
    public int createProgram() {
        return right.createProgram();
    }

    @Override
    public void deleteProgram(int program) {
        right.deleteProgram(program);
    }

    @Override
    public void attachShader(int program, int shader) {
        right.attachShader(program, shader);
    }

    @Override
    public void bindAttribLocation(int program, int index, String name) {
        right.bindAttribLocation(program, index, name);
    }

    @Override
    public void linkProgram(int program) {
        right.linkProgram(program);
    }

    @Override
    public boolean linked(int program) {
        return right.linked(program);
    }

    @Override
    public String getProgramInfoLog(int program) {
        return right.getProgramInfoLog(program);
    }

    @Override
    public void useProgram(int program) {
        right.useProgram(program);
    }

    @Override
    public int getUniformLocation(int program, String name) {
        return right.getUniformLocation(program, name);
    }

    @Override
    public void uniform1iv(int location, int[] values) {
        right.uniform1iv(location, values);
    }

    @Override
    public void uniform1fv(int location, float[] values) {
        right.uniform1fv(location, values);
    }

    @Override
    public void uniform2fv(int location, float[] values) {
        right.uniform2fv(location, values);
    }

    @Override
    public void uniform3fv(int location, float[] values) {
        right.uniform3fv(location, values);
    }

    @Override
    public void uniform4fv(int location, float[] values) {
        right.uniform4fv(location, values);
    }

    @Override
    public void uniformMatrix4fv(int location, float[] values) {
        right.uniformMatrix4fv(location, values);
    }

    @Override
    public void drawArrays(int mode, int first, int count) {
        right.drawArrays(mode, first, count);
    }

    @Override
    public long fenceSync() {
        return right.fenceSync();
    }

    @Override
    public boolean clientWaitSync(long sync, long timeoutNanoseconds) {
        return right.clientWaitSync(sync, timeoutNanoseconds);
    }

    @Override
    public void deleteSync(long sync) {
        right.deleteSync(sync);
    }

    @Override
    public int createQuery() {
        return right.createQuery();
    }

    @Override
    public void deleteQuery(int query) {
        right.deleteQuery(query);
    }

    @Override
    public void beginTimeQuery(int query) {
        right.beginTimeQuery(query);
    }

    @Override
    public void endTimeQuery() {
        right.endTimeQuery();
    }

    @Override
    public boolean queryAvailable(int query) {
        return right.queryAvailable(query);
    }

    @Override
    public long queryNanoseconds(int query) {
        return right.queryNanoseconds(query);
    }

    @Override
    public void flush() {
        right.flush();
    }

    @Override
    public void finish() {
        right.finish();
    }

    @Override
    public void loseContext() {
        right.loseContext();
    }

    @Override
    public @Nullable String diagnosis() {
        return right.diagnosis();
    }

    @Override
    public void close() {
        right.close();
    }
}
