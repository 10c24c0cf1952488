package org.dnn.runtime.cpu;

/**
 * Products of matrices, convolutions and windows over one array, at offsets.
 *
 * <p>Each element of a result is one chain of fused multiply-adds in the order that its method states, so its bits
 * depend on neither the form, the lanes, nor how the work was split. No method allocates, and one object serves any
 * number of threads, each with its own scratch. Arguments are trusted: beyond what Java's own array checks find,
 * regions that overlap or lie elsewhere give wrong numbers. Results never overlap their operands or the scratch.
 */
public sealed interface Products permits TiledProducts {
    /**
     * The fastest form that this JVM has; see {@link Forms}.
     *
     * @throws IllegalStateException if the property {@code dnn.form} asks for what is not there
     */
    static Products best() {
        return Forms.products();
    }

    /** The products over strips, in the same form. */
    StripProducts strips();

    /**
     * Multiplies matrices: {@code c[i,j]} is the chain {@code acc = fma(a[i,p], b[p,j], acc)} for p = 0, 1, … depth - 1,
     * from 0 or, where {@code accumulate}, from the {@code c[i,j]} that was there.
     *
     * <p>An element of a matrix lies at {@code offset + row * rowStride + column * columnStride}; c has column stride 1.
     *
     * @param a
     *            offset of a: {@code [rows, depth]}
     * @param b
     *            offset of b: {@code [depth, columns]}
     * @param c
     *            offset of c: {@code [rows, columns]}
     * @param scratch
     *            offset of {@link #multiplyScratch} floats
     */
    void multiply(float[] memory, int a, int aRowStride, int aColumnStride, int b, int bRowStride, int bColumnStride,
            int c, int cRowStride, int rows, int columns, int depth, boolean accumulate, int scratch);

    /**
     * Floats of scratch that {@link #multiply} wants, for so many rows at most: with {@code d = min(depth, 1024)},
     * {@code 296 + min(depth, 256)}, for panels {@code min(65536, 64 * d * ceil(columns / 64))}, and for what is copied of a,
     * where its columns are not beside each other, {@code min(65536, min(rows, 384) * d)}; or 6144, if that is more and the
     * columns of b are not beside each other.
     */
    static int multiplyScratch(int rows, int columns, int depth, int aColumnStride, int bColumnStride) {
        return MatrixProduct.scratch(rows, columns, depth, aColumnStride == 1, bColumnStride == 1);
    }

    /**
     * Convolves images: output (image, filter, y, x) is the chain {@code acc = fma(weight, input, acc)} over (channel of
     * the group, ky, kx) in this order, or, {@linkplain ConvolutionShape#inSixteens by sixteens}, over (kx, ky, channel), from 0.
     * Taps in the padding read zeros or are left out, so with finite weights they change nothing (but for the sign of a zero).
     *
     * @param input
     *            offset of {@code [images][channels][height][width]}
     * @param weight
     *            offset of {@code [filters][channels / groups][kernelHeight][kernelWidth]}
     * @param output
     *            offset of {@code [images][filters][outputHeight][outputWidth]}, overwritten for the images given
     * @param fromImage
     *            first image
     * @param toImage
     *            the image after the last
     * @param scratch
     *            offset of {@link ConvolutionShape#forwardScratch} floats
     */
    void convolve(float[] memory, int input, int weight, int output, ConvolutionShape shape, int fromImage, int toImage,
            int scratch);

    /**
     * The gradient of a convolution's input: element (image, channel, y, x) is the chain
     * {@code acc = fma(weight, outputGradient, acc)} over (filter of the group, ky, kx) in this order, or,
     * {@linkplain ConvolutionShape#inputGradientInSixteens by sixteens}, over (kx backwards, ky backwards, filter), from 0. Taps
     * without an output read zeros or are left out. Offsets are as for {@link #convolve}; {@code inputGradient} is overwritten.
     *
     * @param scratch
     *            offset of {@link ConvolutionShape#inputGradientScratch} floats
     */
    void convolveInputGradient(float[] memory, int outputGradient, int weight, int inputGradient,
            ConvolutionShape shape, int fromImage, int toImage, int scratch);

    /**
     * The gradient of a convolution's weights: element (filter, channel, ky, kx) is the chain
     * {@code acc = fma(input, outputGradient, acc)} over (image, y, x) of the output in this order, or,
     * {@linkplain ConvolutionShape#weightGradientInSixteens by sixteens}, over (sixteen images, y, x, image of the sixteen), from 0.
     * Taps in the padding read zeros. Offsets are as for {@link #convolve}; the weights of the filters given are overwritten.
     *
     * @param fromImage
     *            first image that is summed over; where there is none, the sums are 0
     * @param toImage
     *            the image after the last
     * @param fromFilter
     *            first filter
     * @param toFilter
     *            the filter after the last
     * @param scratch
     *            offset of {@link ConvolutionShape#weightGradientScratch} floats
     */
    void convolveWeightGradient(float[] memory, int input, int outputGradient, int weightGradient,
            ConvolutionShape shape, int fromImage, int toImage, int fromFilter, int toFilter, int scratch);

    /**
     * The greatest value of each window; a NaN is greater than all. A window without a tap inside of the image gives
     * negative infinity.
     *
     * @param input
     *            offset of {@code [images][channels][height][width]}
     * @param output
     *            offset of {@code [images][channels][outputHeight][outputWidth]}, overwritten for the images given
     */
    void windowMaximum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage);

    /**
     * The gradient of {@link #windowMaximum}: each window's gradient goes to its first greatest value in the order (ky,
     * kx), or to its last NaN, as in PyTorch. Where windows overlap, gradients add in the order (y, x) of the windows.
     * {@code inputGradient} is overwritten for the images given.
     */
    void windowMaximumGradient(float[] memory, int input, int outputGradient, int inputGradient, WindowShape shape,
            int fromImage, int toImage);

    /**
     * The sum of each window's taps inside of the image, from 0 in the order (ky, kx). Offsets are as for
     * {@link #windowMaximum}.
     */
    void windowSum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage);

    /**
     * The gradient of {@link #windowSum}: each input's is the sum of the gradients of the windows it is in, from 0 in
     * their order (y, x). {@code inputGradient} is overwritten for the images given.
     */
    void windowSumGradient(float[] memory, int outputGradient, int inputGradient, WindowShape shape, int fromImage,
            int toImage);
}
