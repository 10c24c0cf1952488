package org.dnn.runtime.cpu;

/**
 * The sizes of a convolution in two dimensions, without the number of images. Images lie as
 * {@code [image][channel][y][x]}, weights as {@code [filter][channel / groups][ky][kx]}. Filter f of F sees the channels
 * of its group, {@code f / (F / groups)}. Tap (ky, kx) of output (y, x) is input
 * {@code (y * strideY - paddingY + ky * dilationY, x * strideX - paddingX + kx * dilationX)}.
 */
public record ConvolutionShape(int channels, int height, int width, int filters, int kernelHeight, int kernelWidth,
        int strideY, int strideX, int paddingY, int paddingX, int dilationY, int dilationX, int groups) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException
     *             if a size is below 1, a padding below 0, channels or filters do not divide by the groups, or the
     *             kernel does not fit into the padded input
     */
    public ConvolutionShape {
        Sizes.requirePositive("a convolution", channels, height, width, filters, kernelHeight, kernelWidth, strideY,
                strideX, dilationY, dilationX, groups);
        Sizes.requireNotNegative("a convolution", paddingY, paddingX);
        Sizes.require(channels % groups == 0 && filters % groups == 0, "channels and filters divide by the groups");
        Sizes.require(Sizes.taps(height, kernelHeight, strideY, paddingY, dilationY) > 0
                && Sizes.taps(width, kernelWidth, strideX, paddingX, dilationX) > 0,
                "a kernel fits into the padded input");
    }

    /** Rows of an output image: {@code floor((height + 2 paddingY - dilationY (kernelHeight - 1) - 1) / strideY) + 1}. */
    public int outputHeight() {
        return Sizes.taps(height, kernelHeight, strideY, paddingY, dilationY);
    }

    /** Columns of an output image. */
    public int outputWidth() {
        return Sizes.taps(width, kernelWidth, strideX, paddingX, dilationX);
    }

    /**
     * Floats of scratch for {@link Products#convolve}: tables {@code 232 + channels / groups * kernelHeight *
     * kernelWidth}, a tile {@code 64 * min(96, filters / groups)}, and, where there is padding or a stride, the padded
     * image of one group, its rows and columns sorted by their remainder by the stride:
     * {@code channels / groups * min(strideY, (kernelHeight - 1) * dilationY + 1) * min(strideX, (kernelWidth - 1) *
     * dilationX + 1) * (outputHeight + (kernelHeight - 1) * dilationY / strideY) * (outputWidth + (kernelWidth - 1) *
     * dilationX / strideX)}.
     */
    public int forwardScratch() {
        return Convolution.scratch(this);
    }

    /**
     * Floats of scratch for {@link Products#convolveInputGradient}: with
     * {@code taps = filters / groups * kernelHeight * kernelWidth}, tables {@code 232 + taps}, the weights of a group
     * {@code taps * channels / groups}, a tile {@code 64 * min(96, channels / groups)}, and, unless that is
     * the output's size and no tap reaches beyond its place, the padded gradients of one group: {@code filters / groups *
     * ((paddingY + height - 1) / strideY + 1 + (kernelHeight - 1) * dilationY / strideY) *
     * ((paddingX + width - 1) / strideX + 1 + (kernelWidth - 1) * dilationX / strideX)}.
     */
    public int inputGradientScratch() {
        return ConvolutionInputGradient.scratch(this);
    }

    /**
     * Floats of scratch for {@link Products#convolveWeightGradient}. With {@code f = min(64, filters / groups)}; with
     * {@code s = kernelWidth} where {@code strideX = dilationX = 1} and {@code filters / groups < 64}, else 1;
     * {@code r = channels / groups * kernelHeight * kernelWidth / s}; {@code p = (outputHeight - 1) * (outputWidth +
     * (kernelWidth - 1) * dilationX / strideX) + outputWidth + s - 1}: tables {@code 136 + r + min(p, 256)}, the gradients
     * of f filters {@code f * (p + s - 1) + 16}, their weights {@code r * (f * s}, rounded up to a multiple of 16{@code )},
     * and the padded image as for {@link #forwardScratch}.
     */
    public int weightGradientScratch() {
        return ConvolutionWeightGradient.scratch(this);
    }

    int groupChannels() {
        return channels / groups;
    }

    int groupFilters() {
        return filters / groups;
    }

    /** Taps of one filter in one channel. */
    int taps() {
        return kernelHeight * kernelWidth;
    }

    int outputSize() {
        return outputHeight() * outputWidth();
    }
}
