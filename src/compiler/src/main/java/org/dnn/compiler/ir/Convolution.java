package org.dnn.compiler.ir;

/**
 * The sizes of a two-dimensional convolution of images [channels, height, width] with filters [filters, channels / groups,
 * kernelHeight, kernelWidth]; each output pixel is the sum over its window, as in PyTorch's {@code Conv2d}.
 */
public record Convolution(int channels, int height, int width, int filters, int kernelHeight, int kernelWidth,
        int strideY,
        int strideX, int paddingY, int paddingX, int dilationY, int dilationX, int groups) {
    public int outputHeight() {
        return Math.floorDiv(height + 2 * paddingY - dilationY * (kernelHeight - 1) - 1, strideY) + 1;
    }

    public int outputWidth() {
        return Math.floorDiv(width + 2 * paddingX - dilationX * (kernelWidth - 1) - 1, strideX) + 1;
    }

    public TensorType inputType() {
        return TensorType.of(TensorType.ROWS, channels, height, width);
    }

    public TensorType weightType() {
        return TensorType.of(filters, channels / groups, kernelHeight, kernelWidth);
    }

    /** Of a stack of weights; of the weights themselves where there is one part. */
    public TensorType weightType(int parts) {
        return parts == 1 ? weightType() : weightType().stacked(parts);
    }

    public TensorType outputType() {
        return TensorType.of(TensorType.ROWS, filters, outputHeight(), outputWidth());
    }

    @Override
    public String toString() {
        return "kernel " + kernelHeight + "×" + kernelWidth + " stride " + strideY + "×" + strideX + " padding "
                + paddingY + "×" + paddingX + " dilation " + dilationY + "×" + dilationX + " groups " + groups;
    }
}
