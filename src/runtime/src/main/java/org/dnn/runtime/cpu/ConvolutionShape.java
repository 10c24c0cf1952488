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
     * Whether {@link Products#convolve} goes by sixteen images side by side: without dilation, where sixteen images of a group are
     * at most 131,072 floats, and there are 32 multiply-adds or more for each float of an image and of its result.
     */
    public boolean inSixteens() {
        return SixteenConvolution.serves(this, false);
    }

    /** As {@link #inSixteens}, for the gradient of the input; its images are the output's gradients, and the stride is 1. */
    public boolean inputGradientInSixteens() {
        return SixteenConvolution.serves(this, true);
    }

    /**
     * Whether {@link Products#convolveWeightGradient} goes by sixteen images side by side: without dilation and stride, where a
     * group has nine filters or more and sixteen of its padded images are at most 131,072 floats.
     */
    public boolean weightGradientInSixteens() {
        return SixteenWeightGradient.serves(this);
    }

    /**
     * Floats of scratch for {@link Products#convolve}. By sixteens: a table {@code filters / groups + 7}, the images
     * {@code 16 * channels / groups * height * width}, a strip {@code 16 * channels / groups * kernelHeight * (width + 2 *
     * strideX)}, a row of the result {@code 16 * filters / groups * outputWidth}, and twice the weights of a group. Otherwise: tables {@code 232 + channels / groups * kernelHeight *
     * kernelWidth}, a tile {@code 64 * min(96, filters / groups)}, and, where there is padding or a stride, the padded
     * image of one group, its rows and columns sorted by their remainder by the stride:
     * {@code channels / groups * min(strideY, (kernelHeight - 1) * dilationY + 1) * min(strideX, (kernelWidth - 1) *
     * dilationX + 1) * (outputHeight + (kernelHeight - 1) * dilationY / strideY) * (outputWidth + (kernelWidth - 1) *
     * dilationX / strideX)}.
     */
    public int forwardScratch() {
        return inSixteens() ? SixteenConvolution.scratch(this, false) : Convolution.scratch(this);
    }

    /**
     * Floats of scratch for {@link Products#convolveInputGradient}. By sixteens, as for {@link #forwardScratch} with input and
     * output, channels and filters in each other's places. Otherwise, with
     * {@code taps = filters / groups * kernelHeight * kernelWidth}, tables {@code 232 + taps}, the weights of a group
     * {@code taps * channels / groups}, a tile {@code 64 * min(96, channels / groups)}, and, unless that is
     * the output's size and no tap reaches beyond its place, the padded gradients of one group: {@code filters / groups *
     * ((paddingY + height - 1) / strideY + 1 + (kernelHeight - 1) * dilationY / strideY) *
     * ((paddingX + width - 1) / strideX + 1 + (kernelWidth - 1) * dilationX / strideX)}.
     */
    public int inputGradientScratch() {
        return inputGradientInSixteens()
                ? SixteenConvolution.scratch(this, true)
                : ConvolutionInputGradient.scratch(this);
    }

    /**
     * Floats of scratch for {@link Products#convolveWeightGradient}. By sixteens, with {@code t = channels / groups * kernelHeight *
     * kernelWidth}: a table {@code t + 7}, the padded images {@code 16 * channels / groups * (height + 2 * paddingY) * (width + 2 *
     * paddingX)}, and for every sixteen filters of a group or part of them {@code 256 * outputWidth + 16 * t}. Otherwise, with
     * {@code f = min(64, filters / groups)}; with
     * {@code s = kernelWidth} where {@code strideX = dilationX = 1} and {@code filters / groups < 64}, else 1;
     * {@code r = channels / groups * kernelHeight * kernelWidth / s}; {@code p = (outputHeight - 1) * (outputWidth +
     * (kernelWidth - 1) * dilationX / strideX) + outputWidth + s - 1}: tables {@code 136 + r + min(p, 256)}, the gradients
     * of f filters {@code f * (p + s - 1) + 16}, their weights {@code r * (f * s}, rounded up to a multiple of 16{@code )},
     * and the padded image as for {@link #forwardScratch}.
     */
    public int weightGradientScratch() {
        return weightGradientInSixteens()
                ? SixteenWeightGradient.scratch(this)
                : ConvolutionWeightGradient.scratch(this);
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
