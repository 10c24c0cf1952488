package org.dnn.runtime.cpu;

/** Another panel until {@link MachinePanel} is made, where it can be. */
final class AwaitedPanel implements Panel {
    private final Panel meanwhile;
    private final AwaitedLoops awaited;

    AwaitedPanel(Panel meanwhile, AwaitedLoops awaited) {
        this.meanwhile = meanwhile;
        this.awaited = awaited;
    }

    @Override
    public int columns() {
        return meanwhile.columns();
    }

    @Override
    public int depth() {
        return now(0).depth();
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        now(0).fill(memory, b, bRowStride, panel, width, depth);
    }

    @Override
    public void turn(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride, int rows,
            int columns) {
        now(0).turn(memory, from, rowStride, columnStride, to, toRowStride, rows, columns);
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        now((long) rows * width * depth).multiply(memory, a, aRowStride, panel, from, fromRowStride, c, cRowStride,
                rows, width, depth, scratch);
    }

    private Panel now(long work) {
        MachineLoops made = awaited.now(work);
        return made != null ? made.panel() : meanwhile;
    }
}
