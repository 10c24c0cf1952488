package org.dnn.compiler.ir;

/** The sizes of a window that slides over images [channels, height, width], as in PyTorch's {@code MaxPool2d}. */
public record Window(int channels, int height, int width, int kernelHeight, int kernelWidth, int strideY, int strideX,
        int paddingY, int paddingX, int dilationY, int dilationX, boolean ceilMode) {
    public int outputHeight() {
        return positions(height, kernelHeight, strideY, paddingY, dilationY);
    }

    public int outputWidth() {
        return positions(width, kernelWidth, strideX, paddingX, dilationX);
    }

    public TensorType inputType() {
        return TensorType.of(TensorType.ROWS, channels, height, width);
    }

    public TensorType outputType() {
        return TensorType.of(TensorType.ROWS, channels, outputHeight(), outputWidth());
    }

    /** Rounded up, a window must still begin inside the image or its padding before it. */
    private int positions(int size, int kernel, int stride, int padding, int dilation) {
        int room = size + 2 * padding - dilation * (kernel - 1) - 1;
        int count = Math.floorDiv(room + (ceilMode ? stride - 1 : 0), stride) + 1;
        return ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count;
    }

    @Override
    public String toString() {
        return "kernel " + kernelHeight + "×" + kernelWidth + " stride " + strideY + "×" + strideX + " padding "
                + paddingY + "×" + paddingX + " dilation " + dilationY + "×" + dilationX
                + (ceilMode ? " rounded up" : "");
    }
}
