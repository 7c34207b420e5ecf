"""Shapes and sums: the same numbers seen, added or put side by side."""

from tuidl.program.operation import declare

declare("shape.flatten", "in x[samples,height,width,channels]; out y[samples,features]", "y = x as rows")
declare("shape.unflatten", "in x[samples,features]; out y[samples,height,width,channels]", "y = x as images")
declare(
    "sequence.flatten", "in x[time,samples,channels]; out y[samples,features]", "y = x as rows, moment after moment"
)
declare("sequence.unflatten", "in x[samples,features]; out y[time,samples,channels]", "y = x as sequences")
declare("sum.add", "in a[rows,features]; in b[rows,features]; out y[rows,features]", "y = a + b")
declare("sum.bias", "in b[features]; inout y[rows,features]", "y += b")
declare("sum.accumulate", "in x[size]; inout y[size]", "y += x")
declare("sum.copy", "in x[size]; out y[size]", "y = x")
declare("sum.backward", "in dy[rows,features]; out dx[rows,features]", "dx = dy, for each summand")
declare(
    "concat.put", "in x[rows,part]; inout y[rows,features]; size first", "y[first], y[first + 1], ... = x, in each row"
)
declare(
    "concat.take",
    "in dy[rows,features]; out dx[rows,part]; size first",
    "dx = dy[first], dy[first + 1], ... of each row",
)
