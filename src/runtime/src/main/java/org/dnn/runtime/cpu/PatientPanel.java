package org.dnn.runtime.cpu;

/** {@link PlainPanel} for the first of the work, {@link VectorPanel} for the rest. */
final class PatientPanel implements Panel {
    private final Panel vector = new VectorPanel();
    private final Panel plain = new PlainPanel(vector.columns());
    private final Patience patience;

    PatientPanel(Patience patience) {
        this.patience = patience;
    }

    @Override
    public int columns() {
        return vector.columns();
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        (patience.isOver(0) ? vector : plain).fill(memory, b, bRowStride, panel, width, depth);
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        Panel form = patience.isOver((long) rows * width * depth) ? vector : plain;
        form.multiply(memory, a, aRowStride, panel, from, fromRowStride, c, cRowStride, rows, width, depth, scratch);
    }
}
