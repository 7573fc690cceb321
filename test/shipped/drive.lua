-- Uses Query Lens as a user at the keyboard would, and writes what was seen to the file that $SEEN names, as JSON.
local seen = {}
local patience = 60000

local function wait(what, condition)
  if not vim.wait(patience, condition, 50) then error('Waited in vain for ' .. what) end
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local function drive()
  seen.version = vim.fn.matchstr(vim.fn.execute('version'), 'NVIM v\\zs[0-9.]*')

  wait('a diagnostic', function() return #vim.diagnostic.get(0) > 0 end)
  seen.diagnostics = vim.tbl_map(function(one)
    return { line = one.lnum + 1, message = one.message, source = one.source, severity = one.severity, code = one.code }
  end, vim.diagnostic.get(0))

  vim.fn.search('delete')
  vim.lsp.buf.hover()
  local float
  wait('a hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then float = window end
    end
    return float ~= nil
  end)
  seen.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float), 0, -1, false)
  vim.api.nvim_win_close(float, true)

  -- The list of actions is answered as if its first entry were chosen.
  vim.ui.select = function(items, options, choose)
    seen.actions = vim.tbl_map(options.format_item or tostring, items)
    choose(items[1], 1)
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action()
  wait('the fix', function() return vim.api.nvim_buf_get_changedtick(0) > before end)
  seen.text = lines()

  wait('the diagnostic to go', function() return #vim.diagnostic.get(0) == 0 end)
  vim.cmd('silent undo')
  seen.undone = lines()
  wait('the diagnostic to come back', function() return #vim.diagnostic.get(0) > 0 end)
end

local done, failure = pcall(drive)
if not done then seen.failure = tostring(failure) end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
