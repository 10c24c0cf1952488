package org.dnn.runtime.cpu;

/** All products, made of products of tiles, panels and blocks of sixteen images; a form is their loops. */
abstract sealed class TiledProducts implements Products permits PlainProducts, VectorProducts, MachineProducts {
    private final Tile tile;
    private final Panel panel;
    private final SixteenBlocks blocks;
    private final StripProducts strips;

    TiledProducts(Tile tile, Panel panel, SixteenBlocks blocks, StripProducts strips) {
        this.tile = tile;
        this.panel = panel;
        this.blocks = blocks;
        this.strips = strips;
    }

    Tile tile() {
        return tile;
    }

    Panel panel() {
        return panel;
    }

    SixteenBlocks blocks() {
        return blocks;
    }

    @Override
    public StripProducts strips() {
        return strips;
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int aColumnStride, int b, int bRowStride,
            int bColumnStride, int c, int cRowStride, int rows, int columns, int depth, boolean accumulate,
            int scratch) {
        MatrixProduct.multiply(tile, panel, memory, a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c,
                cRowStride,
                rows, columns, depth, accumulate, scratch);
    }

    @Override
    public void convolve(float[] memory, int input, int weight, int output, ConvolutionShape shape, int fromImage,
            int toImage, int scratch) {
        if (shape.inSixteens()) {
            SixteenConvolution.run(blocks, panel, memory, input, weight, output, shape, false, fromImage, toImage,
                    scratch);
        } else {
            Convolution.run(tile, memory, input, weight, output, shape, fromImage, toImage, scratch);
        }
    }

    @Override
    public void convolveInputGradient(float[] memory, int outputGradient, int weight, int inputGradient,
            ConvolutionShape shape, int fromImage, int toImage, int scratch) {
        if (shape.inputGradientInSixteens()) {
            SixteenConvolution.run(blocks, panel, memory, outputGradient, weight, inputGradient, shape, true, fromImage,
                    toImage, scratch);
        } else {
            ConvolutionInputGradient.run(tile, memory, outputGradient, weight, inputGradient, shape, fromImage,
                    toImage, scratch);
        }
    }

    @Override
    public void convolveWeightGradient(float[] memory, int input, int outputGradient, int weightGradient,
            ConvolutionShape shape, int fromImage, int toImage, int fromFilter, int toFilter, int scratch) {
        if (shape.weightGradientInSixteens()) {
            SixteenWeightGradient.run(blocks, panel, memory, input, outputGradient, weightGradient, shape, fromImage,
                    toImage,
                    fromFilter, toFilter, scratch);
        } else {
            ConvolutionWeightGradient.run(tile, panel, memory, input, outputGradient, weightGradient, shape, fromImage,
                    toImage, fromFilter, toFilter, scratch);
        }
    }

    @Override
    public void windowMaximum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage) {
        Windows.maximum(memory, input, output, shape, fromImage, toImage);
    }

    @Override
    public void windowMaximumGradient(float[] memory, int input, int outputGradient, int inputGradient,
            WindowShape shape, int fromImage, int toImage) {
        WindowMaximumGradient.run(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
    }

    @Override
    public void windowSum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage) {
        Windows.sum(memory, input, output, shape, fromImage, toImage);
    }

    @Override
    public void windowSumGradient(float[] memory, int outputGradient, int inputGradient, WindowShape shape,
            int fromImage, int toImage) {
        Windows.sumGradient(memory, outputGradient, inputGradient, shape, fromImage, toImage);
    }
}
