"""Dense layers."""

from tuidl.program.operation import declare

declare("dense.forward", "in x[rows,inputs]; in w[inputs,outputs]; in b[outputs]; out y[rows,outputs]", "y = x w + b")
declare("dense.backward_input", "in dy[rows,outputs]; in w[inputs,outputs]; out dx[rows,inputs]", "dx = dy wᵀ")
declare("dense.backward_weight", "in x[rows,inputs]; in dy[rows,outputs]; out dw[inputs,outputs]", "dw = xᵀ dy")
declare("dense.backward_bias", "in dy[rows,outputs]; out db[outputs]", "db = Σ dy over the rows")
