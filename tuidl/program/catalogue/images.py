"""Images: convolutions, pooling, growing."""

from tuidl.program.operation import declare

_WINDOW = "size stride; size top; size left"
_KERNEL = "size stride_h; size stride_w; size dilation; size top; size left"
declare(
    "conv2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,channels,filters]; in b[filters]; "
    "out y[samples,out_h,out_w,filters]; " + _KERNEL,
    "y[i, j] = Σ x[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] w[u, v] + b",
)
declare(
    "conv2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in w[kernel_h,kernel_w,channels,filters]; "
    "out dx[samples,height,width,channels]; " + _KERNEL,
    "dx = the sum of dy w over all windows that read the pixel",
)
declare(
    "conv2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; "
    "out dw[kernel_h,kernel_w,channels,filters]; " + _KERNEL,
    "dw[u, v] = Σ x[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] dy[i, j]",
)
declare(
    "groupconv2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,part,filters]; out y[samples,out_h,out_w,filters]; "
    "size groups; " + _KERNEL,
    "y[i, j] = Σ x[i·stride_h − top + u·dilation, ...] w[u, v], each group of filters from its own group of channels",
)
declare(
    "groupconv2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in w[kernel_h,kernel_w,part,filters]; out dx[samples,height,width,channels]; "
    "size groups; " + _KERNEL,
    "dx = the sum of dy w over all windows that read the pixel, group by group",
)
declare(
    "groupconv2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; out dw[kernel_h,kernel_w,part,filters]; "
    "size groups; " + _KERNEL,
    "dw[u, v] = Σ x[i·stride_h − top + u·dilation, ...] dy[i, j], group by group",
)
declare(
    "convtranspose2d.forward",
    "in x[samples,height,width,channels]; in w[kernel_h,kernel_w,channels,filters]; in b[filters]; "
    "out y[samples,out_h,out_w,filters]; " + _KERNEL,
    "y = Σ x[i, j] w[u, v], added up at i·stride_h − top + u·dilation, j·stride_w − left + v·dilation, + b",
)
declare(
    "convtranspose2d.backward_input",
    "in dy[samples,out_h,out_w,filters]; in w[kernel_h,kernel_w,channels,filters]; "
    "out dx[samples,height,width,channels]; " + _KERNEL,
    "dx[i, j] = Σ dy[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation] w[u, v]",
)
declare(
    "convtranspose2d.backward_weight",
    "in x[samples,height,width,channels]; in dy[samples,out_h,out_w,filters]; "
    "out dw[kernel_h,kernel_w,channels,filters]; " + _KERNEL,
    "dw[u, v] = Σ x[i, j] dy[i·stride_h − top + u·dilation, j·stride_w − left + v·dilation]",
)
declare(
    "maxpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; "
    "out winner[samples,out_h,out_w,channels]:int; size window; " + _WINDOW,
    "y = the largest x of each window; winner says which one (NaN wins)",
)
declare(
    "maxpool2d.backward",
    "in dy[samples,out_h,out_w,channels]; in winner[samples,out_h,out_w,channels]:int; "
    "out dx[samples,height,width,channels]; size window; " + _WINDOW,
    "dx = the sum of dy over the windows that the pixel won",
)
declare(
    "avgpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; size window; " + _WINDOW,
    "y = the mean of the pixels in each window (padding does not count)",
)
declare(
    "avgpool2d.backward",
    "in dy[samples,out_h,out_w,channels]; out dx[samples,height,width,channels]; size window; " + _WINDOW,
    "dx = the sum of dy / pixels over the windows with the pixel",
)

declare(
    "globalpool2d.forward",
    "in x[samples,height,width,channels]; out y[samples,channels]",
    "y = the mean of each channel over all pixels",
)
declare(
    "globalpool2d.backward",
    "in dy[samples,channels]; out dx[samples,height,width,channels]",
    "dx = dy / pixels, at every pixel",
)

_GROWN = "in x[samples,height,width,channels]; out y[samples,out_h,out_w,channels]; size times"
_GROWN_BACK = "in dy[samples,out_h,out_w,channels]; out dx[samples,height,width,channels]; size times"
declare("upsample2d.nearest", _GROWN, "y[i, j] = x[⌊i / times⌋, ⌊j / times⌋]")
declare("upsample2d.nearest_backward", _GROWN_BACK, "dx = the sum of dy over the copies")
declare("upsample2d.bilinear", _GROWN, "y = x between the four pixels around (i + ½) / times − ½, (j + ½) / times − ½")
declare("upsample2d.bilinear_backward", _GROWN_BACK, "dx = the sum of dy, as far as it took of the pixel")
