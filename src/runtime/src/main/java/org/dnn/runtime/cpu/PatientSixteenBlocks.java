package org.dnn.runtime.cpu;

/** {@link PlainSixteenBlocks} for the first of the work, {@link VectorSixteenBlocks} for the rest. */
final class PatientSixteenBlocks implements SixteenBlocks {
    private final SixteenBlocks plain = new PlainSixteenBlocks();
    private final SixteenBlocks vector = new VectorSixteenBlocks();
    private final Patience patience;

    PatientSixteenBlocks(Patience patience) {
        this.patience = patience;
    }

    @Override
    public void copy(float[] memory, int from, int to, int toStride, int count) {
        (patience.isOver(0) ? vector : plain).copy(memory, from, to, toStride, count);
    }

    @Override
    public void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride,
            int count, boolean half, int depth) {
        SixteenBlocks form = patience.isOver(2L * Sixteen.IMAGES * count * depth) ? vector : plain;
        form.multiply(memory, a, rows, b, bApart, c, cApart, cRowStride, count, half, depth);
    }
}
