module salvaguarda.dev/launcher

go 1.21
